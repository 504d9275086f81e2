import type { Finding } from '../lint/finding.js';
import { consequenceText, explainCommandOf } from '../lint/proof.js';
import type { Severity } from '../source/diagnostic.js';
import { display } from './display.js';
import { countsOf, type LintReport, plainFindings } from './lint-report.js';
import { type PrettyOptions, paint, place, source, way } from './place.js';

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', note: '36' };

/** Findings for people: place, rule and message, the line, what to do, and a request that shows it. */
export function lintPretty(report: LintReport, terminal: PrettyOptions): string {
  const options = { ...terminal, named: report.named };
  const blocks = report.findings.map(([finding]) => block(finding, report, options));
  return `${[...blocks, summaryLine(report)].join('\n\n')}\n`;
}

function block(finding: Finding, report: LintReport, options: PrettyOptions): string {
  const { severity, id, message, span, related, proof, fix, rule, remedy = rule.remedy } = finding;
  const colour = colours[severity];
  const head = `${paint(options, colour, severity)}[${id}]: ${paint(options, '1', display(message))}`;
  const proven = proof
    ? [
        `  shown by: "${display(proof.request.method)} ${display(proof.request.target)}" ${display(consequenceText(proof.consequence))}`,
        `    ${display(explainCommandOf(proof, report.wordsOf(finding)))}`,
      ]
    : [];
  return [
    `${place(span, options.named)}: ${head}`,
    ...source(span, options, colour),
    `  do: ${display(remedy)}`,
    ...proven,
    ...(fix ? [`  fix: ${fix.title} (${fix.safety === 'safe' ? '--fix' : '--fix-unsafe'})`] : []),
    ...related.flatMap((each) => [
      `  ${place(each.span, options.named)}: note: ${display(each.message)}`,
      ...source(each.span, options, colours.note),
    ]),
    ...way(span, options, colours.note),
  ].join('\n');
}

/** How many of what were found, in how many files. */
export function summaryLine(report: LintReport): string {
  const counts = countsOf(report);
  const said = (['error', 'warning', 'note'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`);
  const files = `${report.files} file${report.files === 1 ? '' : 's'}`;
  const aside = [
    ...(report.ignored > 0 ? [`${report.ignored} switched off by comments`] : []),
    ...(report.known > 0 ? [`${report.known} in the baseline`] : []),
  ];
  const more = aside.length > 0 ? ` (${aside.join(', ')})` : '';
  return `${files}: ${said.length === 0 ? 'nothing found' : said.join(', ')}${more}`;
}

/** One line for each finding, as compilers write them. */
export function lintCompact(report: LintReport): string {
  return plainFindings(report)
    .map(
      ({ file, line, column, severity, message, rule }) =>
        `${file}:${line}:${column}: ${severity}: ${message} [${rule}]\n`,
    )
    .join('');
}
