import { fixesOf, groupTitles, presetOf, type RulePage, type ShownExample } from '../lint/page.js';
import { groups, type LintRule } from '../lint/rule.js';

/** All rules as tables, group by group, each with a link to its page. */
export function ruleListMarkdown(rules: readonly LintRule[]): string {
  const tables = groups.flatMap((group) => {
    const rows = rules.filter((rule) => rule.group === group).map(row);
    if (rows.length === 0) return [];
    const head = ['| rule | severity | preset | fix | |', '| --- | --- | --- | --- | --- |'];
    return [`## ${group}`, `${sentence(groupTitles[group])}`, [...head, ...rows].join('\n')];
  });
  return `${['# Rules of kerbgate lint', `${rules.length} rules, each with its page.`, ...tables].join('\n\n')}\n`;
}

function row(rule: LintRule): string {
  const fix = [...new Set(fixesOf(rule).map(({ option }) => `\`${option}\``))].join(', ');
  return `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${presetOf(rule)} | ${fix} | ${text(rule.summary)} |`;
}

/** A rule's page. */
export function ruleMarkdown(page: RulePage): string {
  const { id, group, groupTitle, severity, preset, since, summary, why, remedy, fixes, bad, ok, sources } =
    page;
  const parts = [
    `# ${id}`,
    text(summary),
    [
      '| group | severity | preset | since |',
      '| --- | --- | --- | --- |',
      `| ${group}: ${groupTitle} | ${severity} | ${preset} | ${since} |`,
    ].join('\n'),
    '## Why',
    text(why),
    '## What to do',
    text(remedy),
    ...fixes.map(({ title, option }) => `\`${option}\`: ${text(title)}.`),
    '## Found',
    ...bad.flatMap(shown),
    '## Not found',
    ...ok.flatMap(shown),
    '## To switch it off',
    `In \`kerbgate.json\`, where "note", "warning" and "error" set its severity:`,
    block('json', `{ "rules": { "${id}": "off" } }`),
    'Above a line:',
    block('apache', `# kerbgate-disable-next-line ${id} -- why it is meant so`),
    '## Sources',
    sources.map((source) => `- <${source}>`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What a page says of a rule to whoever looks at a finding: why, what to do, and an example of either kind. */
export function ruleHelp({ why, remedy, examples }: LintRule): string {
  const first = ({ config }: { readonly config: string }): string =>
    block('apache', config.replaceAll('{ROOT}', '/etc/apache2').trim());
  const [bad, ok] = [examples.bad[0], examples.ok[0]];
  return [
    text(why),
    text(remedy),
    ...(bad ? ['Found:', first(bad)] : []),
    ...(ok ? ['Not found:', first(ok)] : []),
  ].join('\n\n');
}

function shown({ config, files, found, said }: ShownExample): readonly string[] {
  return [
    block('apache', config),
    ...(files.length === 0
      ? []
      : [`with ${files.map((file) => `\`${file}\``).join(', ')} in \`/etc/apache2\``]),
    ...said.map(text),
    ...found.flatMap(({ line, message, request, consequence, command = '' }) => [
      `Line ${line}: ${text(message)}`,
      ...(request === undefined ? [] : [`\`${request}\` ${text(consequence ?? '')}:`, block('sh', command)]),
    ]),
  ];
}

const block = (language: string, content: string): string => `\`\`\`${language}\n${content}\n\`\`\``;

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** What Markdown would take for its own; underscores within words are none. */
const text = (words: string): string => words.replace(/[\\`*{}[\]<>|#]|(?<!\w)_|_(?!\w)/g, '\\$&');
