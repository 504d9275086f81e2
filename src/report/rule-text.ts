import {
  type FoundThere,
  fixesOf,
  groupTitles,
  presetOf,
  type RulePage,
  type ShownExample,
} from '../lint/page.js';
import { groups, type LintRule } from '../lint/rule.js';
import { type PrettyOptions, paint } from './place.js';

/** All rules as a table, group by group. */
export function ruleListText(rules: readonly LintRule[], options: PrettyOptions): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const blocks = groups.flatMap((group) => {
    const rows = rules.filter((rule) => rule.group === group).map((rule) => row(rule, width));
    return rows.length === 0
      ? []
      : [[paint(options, '1', `${group}: ${groupTitles[group]}`), ...rows].join('\n')];
  });
  const legend =
    `${rules.length} rules. s: only in the preset strict. F: --fix changes it, f: --fix-unsafe does.\n` +
    'kerbgate rules ID tells why, what to do, and shows examples.';
  return `${[...blocks, legend].join('\n\n')}\n`;
}

function row(rule: LintRule, width: number): string {
  const options = fixesOf(rule).map(({ option }) => option);
  const fix = options.includes('--fix') ? 'F' : options.length > 0 ? 'f' : ' ';
  const strict = presetOf(rule) === 'strict' ? 's' : ' ';
  return `  ${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)} ${strict}${fix}  ${rule.summary}`;
}

/** A rule's page for a terminal. */
export function ruleText(page: RulePage, options: PrettyOptions): string {
  const width = Math.min(options.width, 100);
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', paint(options, '1', title), ...lines];
  const words = (text: string): readonly string[] => wrapped(text, '  ', width);
  return `${[
    `${paint(options, '1', page.id)}: ${page.summary}`,
    '',
    ...facts(page),
    ...part('Why', words(page.why)),
    ...part('What to do', words(page.remedy)),
    ...part(
      'Found',
      page.bad.flatMap((example, at) => shown(example, at, width)),
    ),
    ...part(
      'Not found',
      page.ok.flatMap((example, at) => shown(example, at, width)),
    ),
    ...part('To switch it off', switchingOff(page.id)),
    ...part(
      'Sources',
      page.sources.map((source) => `  ${source}`),
    ),
  ].join('\n')}\n`;
}

function facts({ group, groupTitle, severity, preset, fixes, since }: RulePage): readonly string[] {
  return [
    `  group     ${group}: ${groupTitle}`,
    `  severity  ${severity}`,
    `  preset    ${preset}`,
    ...fixes.map(({ title, option }) => `  fix       ${title} (${option})`),
    `  since     ${since}`,
  ];
}

function shown({ config, files, found, said }: ShownExample, at: number, width: number): readonly string[] {
  return [
    ...(at === 0 ? [] : ['']),
    ...config.split('\n').map((line) => `  | ${line}`),
    ...(files.length === 0 ? [] : [`  with ${files.join(', ')} in /etc/apache2`]),
    ...said.flatMap((each) => wrapped(each, '  ', width)),
    ...found.flatMap((each) => foundLines(each, width)),
  ];
}

function foundLines(
  { line, column, message, request, consequence, command }: FoundThere,
  width: number,
): readonly string[] {
  return [
    ...wrapped(`line ${line}, column ${column}: ${message}`, '  ', width),
    ...(request === undefined
      ? []
      : [...wrapped(`"${request}" ${consequence}:`, '    ', width), `    ${command}`]),
  ];
}

function switchingOff(id: string): readonly string[] {
  return [
    `  in kerbgate.json: { "rules": { "${id}": "off" } }, or "note", "warning", "error"`,
    `  above a line:     # kerbgate-disable-next-line ${id} -- why it is meant so`,
    `  for many lines:   # kerbgate-disable ${id} … # kerbgate-enable ${id}`,
  ];
}

/** Broken at blanks; a word that is longer than a line stays whole. */
function wrapped(text: string, indent: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
