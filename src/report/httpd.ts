import { escapeMessage } from '../serve/log-escape.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type SourceFile, type Span } from '../source/file.js';
import { inOrder, streamOf } from './order.js';

/**
 * What `httpd -t` says: the first refusal in httpd's two forms, one string a line, or nothing when httpd takes the
 * configuration. What only we refuse (`not-served`) does not count.
 */
export function httpdMessages(diagnostics: readonly Diagnostic[], program: string): readonly string[] {
  const errors = diagnostics.filter(
    ({ severity, code, missingHere }) => (severity === 'error' || missingHere) && !ours.has(code),
  );
  return found(errors, program).map(escapeMessage);
}

function found(errors: readonly Diagnostic[], program: string): readonly string[] {
  const reading = inOrder(errors.filter(isReading));
  if (reading[0]) return [`${program}: ${readingMessage(reading[0], reading)}`];
  const mpm = errors.find(({ code }) => code === 'mpm');
  if (mpm) return [`AH00534: ${program}: Configuration error: ${mpm.message}`];
  // httpd walks over what it has read as binding does, and only then looks at the whole: the findings are in its order.
  const first = errors.find(({ span }) => span !== undefined);
  const ended = first && endings[first.code];
  if (ended) return [`${ended}: ${program}: ${first.message}`];
  if (first && jammed.test(first.message)) return ['flex scanner jammed'];
  if (first?.span)
    return [
      `AH00526: Syntax error on line ${lastLine(first.span)} of ${first.span.file.path}:`,
      first.message,
    ];
  return errors.length > 0
    ? [...errors.map(({ message }) => message), 'AH00014: Configuration check failed']
    : [];
}

/** Where httpd ends at once, without a word about the line. */
const endings: Readonly<Record<string, string>> = {
  'no-such-user': 'AH00543',
  'no-such-group': 'AH00544',
};

/** httpd's scanner of expressions ends the program where it has no rule. */
const jammed = /(?:^|: )flex scanner jammed$/;

/** Codes of refusals that are not httpd's. */
const ours: ReadonlySet<string> = new Set(['not-served', 'nested-too-deep']);
/** Found by the parser here, by httpd when it walks the finished tree; only branches and macros are looked at before. */
const walked: ReadonlySet<string> = new Set(['section-unterminated']);
const branches = /^<(IfModule|IfDefine|IfFile|IfDirective|IfSection|IfVersion|Macro)>/i;

/** httpd stops at these before it looks at any directive that is not executed while reading. */
function isReading({ stage, code, message }: Diagnostic): boolean {
  return (stage === 'read' || stage === 'syntax') && (!walked.has(code) || branches.test(message));
}

/** The Include lines that led to a file, the first file's first. A macro is no file of its own. */
function includes(file: SourceFile): readonly Span[] {
  const found: Span[] = [];
  for (let at = streamOf(file); at.includedFrom; at = streamOf(at.includedFrom.file))
    found.unshift(at.includedFrom);
  return found;
}

function readingMessage(first: Diagnostic, all: readonly Diagnostic[]): string {
  if (!first.span) return first.message;
  const { file } = first.span;
  const chain = includes(file).map(at).join('');
  if (first.code === 'line-too-long') return `${chain}${unreadable(first.span, first.message)}`;
  const [place, text] =
    first.code === 'section-not-closed' ? notClosed(all, streamOf(file)) : [first.span, first.message];
  return `${chain}${at(place)}${text}`;
}

/** httpd does not count the lines of its command line here. */
function at(span: Span): string {
  const { path, commandLine } = span.file;
  return commandLine
    ? 'Syntax error in -C/-c directive: '
    : `Syntax error on line ${lastLine(span)} of ${path}: `;
}

function unreadable(span: Span, message: string): string {
  return `Error reading ${span.file.path} at line ${lastLine(span)}: ${message}`;
}

/** All sections that are open at the end of a file, innermost first; httpd puts it on the line of the outermost. */
function notClosed(all: readonly Diagnostic[], stream: SourceFile): readonly [Span, string] {
  const open = all.flatMap(({ code, span, message }) =>
    code === 'section-not-closed' && span && streamOf(span.file) === stream ? [{ span, message }] : [],
  );
  const told = open.map(({ span, message }) => `${span.file.path}:${lastLine(span)}: ${message}`);
  return [open.at(-1)!.span, told.join('\n')];
}

/** The last physical line a span touches, which httpd reports for continued directives. */
function lastLine({ file, start, end }: Span): number {
  const last = end > start && file.text[end - 1] === '\n' ? end - 1 : end;
  return positionAt(file, logicalEnd(file.text, last)).line;
}

/** A span may cover a part of a continued line: the logical line ends where no backslash continues it. */
function logicalEnd(text: string, from: number): number {
  for (let at = text.indexOf('\n', from); ; at = text.indexOf('\n', at + 1)) {
    if (at === -1) return text.length;
    const before = text[at - 1] === '\r' ? text[at - 2] : text[at - 1];
    if (before !== '\\') return at;
  }
}
