import type { Diagnostic, Severity } from '../source/diagnostic.js';
import { display } from './display.js';
import { inOrder } from './order.js';
import { type PrettyOptions, paint, place, source, way } from './place.js';
import { lineOf, type Told, withoutRepeats } from './repeats.js';

/** `all` shows findings too that say the same as others in their file. */
export interface ReportOptions extends PrettyOptions {
  readonly all?: boolean;
}

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', note: '36' };

/** Lines that are named for findings that are not shown. */
const mostLines = 8;

/**
 * Findings for people in the order of the configuration: place, severity and message, the source line with its part marked, why,
 * what to do, related places and the way of uses and includes. What two stages found alike is told once.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: ReportOptions): string {
  const seen = new Set<string>();
  const ordered = inOrder(diagnostics);
  const single = ordered.filter((diagnostic) => {
    const block = render({ finding: diagnostic, more: [] }, options);
    const fresh = !seen.has(block);
    seen.add(block);
    return fresh;
  });
  const told = options.all ? single.map((finding) => ({ finding, more: [] })) : withoutRepeats(single);
  return told.map((each) => `${render(each, options)}\n`).join('\n');
}

function render({ finding, more }: Told, options: ReportOptions): string {
  const { severity, message, span, why, hint, related } = finding;
  const head = `${paint(options, colours[severity], severity)}: ${paint(options, '1', oneLine(message))}`;
  return [
    span ? `${place(span)}: ${head}` : head,
    ...(span ? source(span, options, colours[severity]) : []),
    ...(why === undefined ? [] : [`  why: ${display(why)}`]),
    ...(hint === undefined ? [] : [`  hint: ${display(hint)}`]),
    ...(related ?? []).flatMap((each) => relatedLines(each, options)),
    ...(span ? way(span, options, colours.note) : []),
    ...(more.length === 0 ? [] : [`  ${moreText(more)}`]),
  ].join('\n');
}

/** Some of httpd's messages have two lines. */
const oneLine = (message: string): string => display(message.replace(/\n\t*/g, ': '));

function relatedLines(
  related: NonNullable<Diagnostic['related']>[number],
  options: PrettyOptions,
): readonly string[] {
  return [
    `  ${place(related.span)}: note: ${display(related.message)}`,
    ...source(related.span, options, colours.note),
  ];
}

function moreText(more: readonly Diagnostic[]): string {
  const numbers = new Set(more.flatMap(({ span }) => (span ? [lineOf(span)] : [])));
  const lines = [...numbers].slice(0, mostLines).join(', ');
  const others = numbers.size > mostLines ? ' and others' : '';
  const where = numbers.size === 0 ? '' : `, line${numbers.size === 1 ? '' : 's'} ${lines}${others}`;
  return `… and ${more.length} more like this${where}; check --all shows ${more.length === 1 ? 'it' : 'them'}`;
}
