import { lineText, positionAt, type Span } from '../source/file.js';
import { secretsOnLine } from '../source/secret-spans.js';
import { withoutRanges } from '../source/secret-text.js';
import { display } from './display.js';

/** A piece of source text with marks under the part that is meant. */
export interface Excerpt {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly marks: string;
}

const tab = '    ';

/** The first line of a span, cut to `width` columns around its start, and a line of `^` under it. Secrets are hidden, `more` of them, too. */
export function excerpt(span: Span, width: number, more: readonly Span[] = []): Excerpt {
  const { line, column } = positionAt(span.file, span.start);
  const bytes = lineText(span.file, line);
  const start = Math.min(column - 1, bytes.length);
  const end = Math.min(Math.max(span.end - span.start, 1) + start, Math.max(bytes.length, start + 1));
  const lineStart = span.start - (column - 1);
  const secrets = [
    ...secretsOnLine(span.file, line),
    ...more
      .filter(({ file }) => file.path === span.file.path)
      .map((each) => ({ start: each.start - lineStart, end: each.end - lineStart })),
  ];
  const part = (from: number, to: number): readonly string[] =>
    shown(withoutRanges(bytes, secrets, from, Math.min(to, bytes.length)));
  const before = part(wholeCharacter(bytes, start - reach), start);
  const marked = part(start, Math.min(end, start + reach));
  const after = part(end, end + reach);
  const room = width - 2;
  const cut = Math.max(0, before.length + Math.min(marked.length, room >> 1) - room);
  const kept = [...before, ...marked, ...after].slice(cut, cut + room);
  const head = cut > 0 ? '…' : '';
  const tail = cut + room < before.length + marked.length + after.length ? '…' : '';
  const indent = head.length + before.length - cut;
  const marks = Math.max(1, Math.min(marked.length, cut + room - before.length));
  return { line, column, text: head + kept.join('') + tail, marks: ' '.repeat(indent) + '^'.repeat(marks) };
}

/** Bytes looked at on either side, so that a line of megabytes costs nothing. */
const reach = 1_000;

/** The first start of a character at or behind a place: no UTF-8 character is cut. */
function wholeCharacter(bytes: string, from: number): number {
  let at = Math.max(0, from);
  while (at < bytes.length && at > 0 && (bytes.charCodeAt(at) & 0xc0) === 0x80) at += 1;
  return at;
}

/** One element a column. */
const shown = (bytes: string): readonly string[] => [...display(bytes).replaceAll('\t', tab)];
