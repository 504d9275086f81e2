import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type SourceFile, type Span } from '../source/file.js';

/**
 * What `httpd -t` says: the first refusal in httpd's two forms, one string a line, or nothing when httpd takes the
 * configuration. What only we refuse (`not-served`) does not count.
 */
export function httpdMessages(diagnostics: readonly Diagnostic[], program: string): readonly string[] {
  const errors = diagnostics.filter(({ severity, code }) => severity === 'error' && !ours.has(code));
  const reading = errors.filter(isReading).sort(byPlace);
  if (reading[0]) return [`${program}: ${readingMessage(reading[0], reading)}`];
  const placed = errors.filter(({ span }) => span !== undefined).sort(byPlace);
  if (placed[0]?.span)
    return [
      `AH00526: Syntax error on line ${lastLine(placed[0].span)} of ${placed[0].span.file.path}:`,
      placed[0].message,
    ];
  return errors.length > 0
    ? [...errors.map(({ message }) => message), 'AH00014: Configuration check failed']
    : [];
}

/** Codes of refusals that are not httpd's. */
const ours: ReadonlySet<string> = new Set(['not-served', 'nested-too-deep']);
/** Found by the parser here, by httpd when it walks the finished tree; only branches are looked at before. */
const walked: ReadonlySet<string> = new Set(['section-unterminated']);
const branches = /^<(IfModule|IfDefine|IfFile|IfDirective|IfSection|IfVersion)>/i;

/** httpd stops at these before it looks at any directive that is not executed while reading. */
function isReading({ stage, code, message }: Diagnostic): boolean {
  return (stage === 'read' || stage === 'syntax') && (!walked.has(code) || branches.test(message));
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const [a, b] = [pathTo(left), pathTo(right)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return a.length - b.length;
}

/** Offsets that lead to a finding: of the includes from the first file on, then its own. */
function pathTo({ span, code }: Diagnostic): readonly number[] {
  if (!span) return [Number.POSITIVE_INFINITY];
  const own = code === 'section-not-closed' ? span.file.text.length : span.start;
  return [...includes(span.file).map((include) => include.start), own];
}

/** The Include lines that led to a file, the first file's first. */
function includes(file: SourceFile): readonly Span[] {
  const found: Span[] = [];
  for (let span = file.includedFrom; span; span = span.file.includedFrom) found.unshift(span);
  return found;
}

function readingMessage(first: Diagnostic, all: readonly Diagnostic[]): string {
  if (!first.span) return first.message;
  const { file } = first.span;
  const unclosed = first.code === 'section-not-closed';
  const together = all.filter(({ code, span }) => code === first.code && span?.file === file);
  const text = unclosed ? together.map(notClosed).join('\\n') : first.message;
  const own = unclosed ? positionAt(file, outermost(together)).line : lastLine(first.span);
  const chain = includes(file).map((span) => `Syntax error on line ${lastLine(span)} of ${span.file.path}: `);
  return `${chain.join('')}Syntax error on line ${own} of ${file.path}: ${text}`;
}

function notClosed({ span, message }: Diagnostic): string {
  return `${span!.file.path}:${positionAt(span!.file, span!.start).line}: ${message}`;
}

function outermost(together: readonly Diagnostic[]): number {
  return Math.min(...together.map(({ span }) => span!.start));
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
