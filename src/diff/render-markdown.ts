import type { DecisionClass, DiffResult } from './decision-diff.js';
import { headline, moreText, originsText, placeText, traitsOf, untriedLines } from './render-text.js';

/** A comment on GitHub takes 65,536 characters. */
const mostShown = 30;

/** A result as a comment on a pull request. */
export function renderDiffMarkdown(
  result: DiffResult,
  names: { readonly old: string; readonly new: string },
): string {
  const { classes, undecided, effort } = result;
  const shown = classes.slice(0, mostShown);
  const opening = shown.filter(({ openings }) => openings.length > 0);
  const others = shown.filter(({ openings }) => openings.length === 0);
  const parts = [
    '### Decisions that change',
    escaped(headline(result, names)),
    ...group('Opens', opening),
    ...group('Changes', others),
    ...moreText(classes.length - mostShown),
    ...(undecided.length > 0 ? [undecidedPart(result)] : []),
    ...effort.cutOff.map((each) => `Not all was tried: ${escaped(each)}.`),
    ...(effort.untried.length > 0
      ? [
          [
            '#### Not tried',
            '',
            ...untriedLines(effort.untried, mostShown).map((line) => `- ${escaped(line)}`),
          ].join('\n'),
        ]
      : []),
    `<sub>${effort.requests} requests for ${effort.paths} paths were tried.</sub>`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function group(title: string, classes: readonly DecisionClass[]): readonly string[] {
  if (classes.length === 0) return [];
  const warns = classes.some(({ openings }) => openings.length > 0);
  const head = warns
    ? ['| requests | before | after | warning |', '| --- | --- | --- | --- |']
    : ['| requests | before | after |', '| --- | --- | --- |'];
  const table = [...head, ...classes.map((each) => row(each, warns))].join('\n');
  return [`#### ${title}`, table, ...classes.map(details)];
}

function row(each: DecisionClass, warns: boolean): string {
  const { before, after, openings } = each;
  const requests = traitsOf(each)
    .map(([name, value]) => `${name}: ${cellCode(value)}`)
    .join('<br>');
  const cell = (verdict: DecisionClass['before']): string => {
    const lines = originsText(verdict);
    return `${cellText(verdict.text)}${lines === '' ? '' : `<br><sub>${cellText(lines)}</sub>`}`;
  };
  const warnings = openings.map(({ message }) => `**${cellText(message)}**`).join('<br>');
  return `| ${requests} | ${cell(before)} | ${cell(after)} |${warns ? ` ${warnings} |` : ''}`;
}

function details({ example, paths }: DecisionClass): string {
  const supposing = example.supposing.map((what) => `# where ${what}`);
  const commands = new Set([example.before, example.after]);
  const text = [...commands, ...supposing].join('\n');
  const summary = `Try <code>${html(example.request)}</code> (${html(paths[0] ?? '')})`;
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `<details><summary>${summary}</summary>\n\n${fence}sh\n${text}\n${fence}\n\n</details>`;
}

function undecidedPart({ undecided }: DiffResult): string {
  const lines = undecided.map(({ what, why, places }) => {
    const where = places.map(placeText).join(', ');
    return `- ${code(what)}${where === '' ? '' : ` (${escaped(where)})`}: ${escaped(why)}`;
  });
  return ['#### Not decided', '', ...lines].join('\n');
}

/** Markdown is not read inside of a summary. */
const html = (text: string): string => text.replace(/[&<>]/g, (each) => `&#${each.charCodeAt(0)};`);

/** A text without any meaning to Markdown. */
export const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
/** The same in a table. */
export const cellText = (text: string): string => escaped(text).replace(/\n/g, ' ');

/** A text that may hold backquotes of its own: those around it are more than any that it has side by side. */
export function code(text: string): string {
  const plain = text.replace(/\n/g, ' ');
  if (!plain.includes('`')) return `\`${plain}\``;
  const fence = '`'.repeat(longestRun(plain) + 1);
  return `${fence} ${plain} ${fence}`;
}
/** The same in a table, where a bar would end the cell. */
export const cellCode = (text: string): string => code(text).replace(/\|/g, '\\|');

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
