import type { Diagnostic, Severity } from '../source/diagnostic.js';
import { positionAt, type Span } from '../source/file.js';
import { display } from './display.js';
import { excerpt } from './excerpt.js';

/** `width` is that of the terminal in columns. */
export interface PrettyOptions {
  readonly colour: boolean;
  readonly width: number;
}

const colours: Readonly<Record<Severity, string>> = { error: '31', warning: '33', note: '36' };

/**
 * Findings for people: place, severity and message, the source line with its part marked, why, what to do, related places
 * and the way of includes. What two stages found alike is told once.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: PrettyOptions): string {
  const seen = new Set<string>();
  const blocks: string[] = [];
  for (const diagnostic of diagnostics) {
    const block = render(diagnostic, options);
    if (!seen.has(block)) blocks.push(block);
    seen.add(block);
  }
  return blocks.map((block) => `${block}\n`).join('\n');
}

function render(diagnostic: Diagnostic, options: PrettyOptions): string {
  const { severity, message, span, why, hint, related } = diagnostic;
  const head = `${paint(options, colours[severity], severity)}: ${paint(options, '1', display(message))}`;
  return [
    span ? `${place(span)}: ${head}` : head,
    ...(span ? source(span, options, colours[severity]) : []),
    ...(why === undefined ? [] : [`  why: ${display(why)}`]),
    ...(hint === undefined ? [] : [`  hint: ${display(hint)}`]),
    ...(related ?? []).flatMap((each) => relatedLines(each, options)),
    ...(span ? includedFrom(span) : []),
  ].join('\n');
}

/** `file:line:column`, as editors take it. */
function place(span: Span): string {
  const { line, column } = positionAt(span.file, span.start);
  return `${display(span.file.path)}:${line}:${column}`;
}

function source(span: Span, options: PrettyOptions, colour: string): readonly string[] {
  const number = String(positionAt(span.file, span.start).line);
  const margin = ' '.repeat(number.length);
  const room = Math.max(20, options.width - number.length - 6);
  const { text, marks } = excerpt(span, room);
  return [`  ${number} | ${text}`, `  ${margin} | ${paint(options, colour, marks)}`];
}

function relatedLines(
  related: NonNullable<Diagnostic['related']>[number],
  options: PrettyOptions,
): readonly string[] {
  return [
    `  ${place(related.span)}: note: ${display(related.message)}`,
    ...source(related.span, options, colours.note),
  ];
}

function includedFrom(span: Span): readonly string[] {
  const lines: string[] = [];
  for (let from = span.file.includedFrom; from; from = from.file.includedFrom)
    lines.push(`  included from ${place(from)}`);
  return lines;
}

function paint({ colour }: PrettyOptions, code: string, text: string): string {
  return colour ? `\x1b[${code}m${text}\x1b[0m` : text;
}
