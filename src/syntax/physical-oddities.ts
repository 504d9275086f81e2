import { isBlank } from '../../grammar/lines.js';
import type { Oddity, OddLine } from './odd-line.js';

/** What is odd about the physical lines that make up a logical one: backslashes at their ends. */
export function* physicalOddities(odd: OddLine): Generator<Oddity> {
  const { kind, cutByZero } = odd.line;
  if (cutByZero) return;
  if (kind !== 'comment') yield* lastBackslash(odd);
  for (const { start, end } of continued(odd)) {
    if (kind === 'comment') {
      yield* inComment(odd, start, end);
    } else yield* swallowed(odd, start, end);
  }
}

/** The physical lines behind the first, without the blanks around their text. */
function* continued({ source, line }: OddLine): Generator<{ readonly start: number; readonly end: number }> {
  for (let feed = source.indexOf('\n', line.start); feed !== -1 && feed + 1 < line.end; ) {
    const next = source.indexOf('\n', feed + 1);
    let start = feed + 1;
    let end = next === -1 ? line.end : next;
    while (start < end && isBlank(source.charCodeAt(start))) start += 1;
    while (end > start && isBlank(source.charCodeAt(end - 1))) end -= 1;
    yield { start, end };
    feed = next;
  }
}

/** A backslash that people take for a continuation, and httpd does not. */
function* lastBackslash({ source, line, text, locate }: OddLine): Generator<Oddity> {
  if (!text.endsWith('\\')) return;
  const { start, end } = locate(text.length - 1, text.length);
  const message = 'This backslash does not continue the line';
  if (end === source.length)
    yield { code: 'backslash-at-end', start, end, message, why: 'The file ends here.', hint: 'remove it' };
  else if (end < line.end && source[end] !== '\n')
    yield {
      code: 'blank-behind-backslash',
      start,
      end: end + 1,
      message,
      why: 'A blank stands behind it. The next line is a line of its own, and the backslash an argument.',
      hint: 'remove the blanks behind the backslash',
    };
}

/** Directives that are commented out go on in the comment, which is meant; what begins anew is likely not. */
function* inComment({ source, isDirective }: OddLine, start: number, end: number): Generator<Oddity> {
  const text = source.slice(start, end);
  if (!/^<\/?[A-Za-z]+[\s>]/.test(text) && !isDirective(firstName(text))) return;
  yield {
    code: 'comment-continued',
    start,
    end,
    message: 'This line belongs to the comment above',
    why: 'The line before ends with a backslash, which continues it.',
    hint: 'remove the backslash if the line is meant to count',
  };
}

function* swallowed({ source, line, isDirective }: OddLine, start: number, end: number): Generator<Oddity> {
  const text = source.slice(start, end);
  const what = lineStart.exec(text)?.[0];
  const directive = isDirective(firstName(text)) && indent(source, start) <= indent(source, line.start);
  if (what === undefined && !directive) return;
  yield {
    code: 'line-swallowed',
    start,
    end,
    message: `This line belongs to the ${line.kind === 'directive' ? 'directive' : 'tag'} above`,
    why: 'A backslash at the end of the line before continues it, whatever follows.',
    hint: 'remove the backslash if the line is meant for itself',
  };
}

/** What may be a directive's name at the beginning of a text. */
function firstName(text: string): string {
  return /^[A-Za-z]\w+(?=\s|$)/.exec(text)?.[0] ?? '';
}

/** How a comment or a tag begins. */
const lineStart = /^(?:#|<\/?[A-Za-z]+[\s>])/;

/** How many blanks stand in front of a line's first byte that is none. */
function indent(source: string, from: number): number {
  const begin = source.lastIndexOf('\n', from - 1) + 1;
  let at = begin;
  while (source[at] === ' ' || source[at] === '\t') at += 1;
  return at - begin;
}
