import type { ByteSet } from './bytes.js';
import { op } from './code.js';

/** Whether an assertion, an operation from `op.start` to `op.notBoundary`, holds at a position of a text. */
export function holds(assertion: number, text: string, position: number): boolean {
  const { length } = text;
  switch (assertion) {
    case op.start:
      return position === 0;
    case op.end:
      return position === length;
    case op.endOrNewline:
      return position === length || (position === length - 1 && text[position] === '\n');
    // A newline that ends the text does not start a line.
    case op.lineStart:
      return position === 0 || (position < length && text[position - 1] === '\n');
    case op.lineEnd:
      return position === length || text[position] === '\n';
    default: {
      const border = isWord(text, position - 1) !== isWord(text, position);
      return border === (assertion === op.boundary);
    }
  }
}

function isWord(text: string, at: number): boolean {
  return at >= 0 && at < text.length && /\w/.test(text[at]!);
}

/** How far from a position, at most to a limit, a text holds only bytes of a set. */
export function reachIn(text: string, set: ByteSet, position: number, limit: number): number {
  let end = position;
  while (end < limit && set[text.charCodeAt(end)] === 1) end++;
  return end;
}

/** Whether a text holds the same bytes in two places, or the same but for the case of ASCII letters. */
export function isSame(text: string, one: number, other: number, size: number, caseless: boolean): boolean {
  const [wanted, found] = [text.slice(one, one + size), text.slice(other, other + size)];
  return caseless ? lowered(wanted) === lowered(found) : wanted === found;
}

function lowered(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
