import { positionAt, type Span } from '../source/file.js';
import { secretArguments } from '../source/secret-spans.js';
import { wayTo, writtenAt } from '../source/written.js';
import { display } from './display.js';
import { excerpt } from './excerpt.js';

/** What a file is called, by its path. */
export type NameOfFile = (path: string) => string;

/** `width` is that of the terminal in columns; files are called by their paths unless `named` says otherwise. */
export interface PrettyOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly named?: NameOfFile;
}

/** Uses and includes on the way that are shown from either end. */
const mostSteps = 4;

/** `file:line:column`, as editors take it. */
export function place(span: Span, named: NameOfFile = (path) => path): string {
  const { file, start } = writtenAt(span);
  const { line, column } = positionAt(file, start);
  return `${display(named(file.path))}:${line}:${column}`;
}

/** The source line of a span with a mark under its part, without the secrets in it. */
export function source(
  span: Span,
  options: PrettyOptions,
  colour: string,
  secrets: readonly Span[] = [],
): readonly string[] {
  const written = writtenAt(span);
  const number = String(positionAt(written.file, written.start).line);
  const margin = ' '.repeat(number.length);
  const room = Math.max(20, options.width - number.length - 6);
  const { text, marks } = excerpt(written, room, secrets);
  return [`  ${number} | ${text}`, `  ${margin} | ${paint(options, colour, marks)}`];
}

/** How a text came in: the lines that use the macros it is in, and those that include its file, the nearest first. */
export function way(span: Span, options: PrettyOptions, colour: string): readonly string[] {
  const steps = wayTo(span);
  const left = steps.length - 2 * mostSteps;
  const secrets = secretArguments(span);
  return steps.flatMap(({ how, span: at }, index) => {
    if (left > 0 && index === mostSteps) return [`  … ${left} more uses and includes …`];
    if (left > 0 && index > mostSteps && index < mostSteps + left) return [];
    if (how === 'included') return [`  included from ${place(at, options.named)}`];
    return [`  used at ${place(at, options.named)}`, ...source(at, options, colour, secrets)];
  });
}

/** Puts a text into a terminal's colour. */
export function paint({ colour }: PrettyOptions, code: string, text: string): string {
  return colour ? `\x1b[${code}m${text}\x1b[0m` : text;
}
