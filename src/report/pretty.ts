import type { Diagnostic, Severity } from '../source/diagnostic.js';
import { display } from './display.js';
import { inOrder } from './order.js';
import { type PrettyOptions, paint, place, source, way } from './place.js';
import { isByRemedy, lineOf, type Told, withoutRepeats } from './repeats.js';

/** `all` shows findings too that say the same as others in their file. */
export interface ReportOptions extends PrettyOptions {
  readonly all?: boolean;
}

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', note: '36' };

/** So many findings are read by nobody at once. */
const mostShown = 100;

/** Lines and directives that are named for findings that are not shown. */
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
  const shown = options.all ? told : told.slice(0, mostShown);
  const left = told.length - shown.length;
  const blocks = shown.map((each) => `${render(each, options)}\n`);
  return [...blocks, ...(left > 0 ? [`… and ${left} more findings; check --all shows them\n`] : [])].join(
    '\n',
  );
}

function render({ finding, more }: Told, options: ReportOptions): string {
  const { severity, message, span, why, hint, related } = finding;
  const head = `${paint(options, colours[severity], severity)}: ${paint(options, '1', oneLine(message))}`;
  return [
    span ? `${place(span, options.named)}: ${head}` : head,
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
    `  ${place(related.span, options.named)}: note: ${display(related.message)}`,
    ...source(related.span, options, colours.note),
  ];
}

function moreText(more: readonly Diagnostic[]): string {
  const count = more.length;
  return `… and ${count} more like this${namesIn(more)}${linesOf(more)}; check --all shows ${count === 1 ? 'it' : 'them'}`;
}

function linesOf(more: readonly Diagnostic[]): string {
  const numbers = new Set(more.flatMap(({ span }) => (span ? [lineOf(span)] : [])));
  if (numbers.size === 0) return '';
  const others = numbers.size > mostLines ? ' and others' : '';
  return `, line${numbers.size === 1 ? '' : 's'} ${[...numbers].slice(0, mostLines).join(', ')}${others}`;
}

/** The directives that are meant, where the findings are about their names. */
function namesIn(more: readonly Diagnostic[]): string {
  const names = new Set(more.flatMap((finding) => (isByRemedy(finding) ? [nameIn(finding)] : [])));
  if (names.size < 2) return '';
  const others = names.size > mostLines ? ' and others' : '';
  return ` (${[...names].slice(0, mostLines).map(display).join(', ')}${others})`;
}

const nameIn = ({ message }: Diagnostic): string => /'([^']+)'/.exec(message)?.[1] ?? message.split(' ')[0]!;
