/**
 * One logical line: everything httpd reads before it looks at a name. `text` has the continuations joined and the
 * blanks cut at both ends; `runs` leads back: pairs of a position in `text` and the byte offset it came from, each
 * holding until the next pair. `end` is the byte offset behind the line end.
 */
export interface LogicalLine {
  readonly kind: LineKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly runs: readonly number[];
  /** A zero byte was in the line: httpd does not see what follows it. */
  readonly cutByZero: boolean;
}

export type LineKind = 'blank' | 'comment' | 'directive' | 'open' | 'close';

const lineFeed = 10;
const carriageReturn = 13;
const backslash = 92;

/** What C's isspace calls a blank: space, tab, line feed, vertical tab, form feed, carriage return. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** Reads the logical line that starts at a byte offset of `source`; linear in the line's length. */
export function readLogicalLine(source: string, start: number): LogicalLine {
  const found = source.indexOf('\n', start);
  const stop = found === -1 ? source.length : found;
  const from = skipBlanks(source, start, stop);
  const text = source.slice(from, endOfText(source, from, stop));
  // Nearly every line is one physical line: it needs no joining.
  if (!mayContinue(source, start, stop) && !text.includes('\0')) {
    return {
      kind: kindOf(text),
      start,
      end: found === -1 ? stop : stop + 1,
      text,
      runs: [0, from],
      cutByZero: false,
    };
  }
  const { pieces, end, cutByZero } = gatherPieces(source, start);
  const joined = trimJoined(...joinPieces(source, pieces));
  return { kind: kindOf(joined.text), start, end, ...joined, cutByZero };
}

/** Joins the bytes of a range as httpd joins a line, without cutting blanks; gives the text and its runs. */
export function joinRange(
  source: string,
  start: number,
  end: number,
): readonly [text: string, runs: readonly number[]] {
  const slice = source.slice(start, end);
  if (!slice.includes('\n')) return [slice, [0, start]];
  const { pieces } = gatherPieces(slice, 0);
  return joinPieces(
    source,
    pieces.map((offset) => offset + start),
  );
}

/** The byte offset of a position in a joined text. */
export function offsetIn(runs: readonly number[], position: number): number {
  let low = 0;
  let high = runs.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (runs[2 * middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return runs[2 * low + 1]! + position - runs[2 * low]!;
}

interface Gathered {
  /** Starts and ends, in turn, of the kept byte ranges. */
  readonly pieces: readonly number[];
  readonly end: number;
  readonly cutByZero: boolean;
}

function gatherPieces(source: string, start: number): Gathered {
  const pieces: number[] = [];
  for (let at = start; ; ) {
    const found = source.indexOf('\n', at);
    const stop = found === -1 ? source.length : found;
    const end = found === -1 ? stop : found + 1;
    const zero = source.slice(at, stop).indexOf('\0');
    pieces.push(at, zero === -1 ? stop : at + zero);
    // httpd looks for the line end with strlen: behind a zero byte there is none, so nothing continues.
    if (zero !== -1) return { pieces, end, cutByZero: true };
    if (found === -1 || !dropBackslash(source, pieces) || end === source.length) {
      return { pieces, end, cutByZero: false };
    }
    at = end;
  }
}

/**
 * Takes a continuation's backslash (and carriage return) off the end of what was joined so far. httpd looks at the
 * joined buffer, not at the last physical line: an empty line after `\\` therefore eats the first backslash too.
 */
function dropBackslash(source: string, pieces: number[]): boolean {
  dropEmpty(pieces);
  if (lastCode(source, pieces) !== carriageReturn) return dropCode(source, pieces, backslash);
  const kept = pieces.slice(-4);
  const length = pieces.length;
  dropCode(source, pieces, carriageReturn);
  if (dropCode(source, pieces, backslash)) return true;
  pieces.splice(Math.max(0, length - 4), 4, ...kept);
  return false;
}

function dropCode(source: string, pieces: number[], code: number): boolean {
  if (lastCode(source, pieces) !== code) return false;
  pieces[pieces.length - 1]! -= 1;
  dropEmpty(pieces);
  return true;
}

function lastCode(source: string, pieces: readonly number[]): number {
  return pieces.length === 0 ? lineFeed : source.charCodeAt(pieces[pieces.length - 1]! - 1);
}

function dropEmpty(pieces: number[]): void {
  while (pieces.length > 0 && pieces[pieces.length - 1] === pieces[pieces.length - 2]) pieces.length -= 2;
}

function joinPieces(source: string, pieces: readonly number[]): readonly [string, readonly number[]] {
  const parts: string[] = [];
  const runs: number[] = [];
  let position = 0;
  for (let index = 0; index < pieces.length; index += 2) {
    runs.push(position, pieces[index]!);
    parts.push(source.slice(pieces[index]!, pieces[index + 1]!));
    position += pieces[index + 1]! - pieces[index]!;
  }
  return [parts.join(''), runs.length === 0 ? [0, 0] : runs];
}

function trimJoined(text: string, runs: readonly number[]): Pick<LogicalLine, 'text' | 'runs'> {
  const from = skipBlanks(text, 0, text.length);
  const trimmed = text.slice(from, endOfText(text, from, text.length));
  return { text: trimmed, runs: runs.map((value, index) => (index % 2 === 0 ? value - from : value)) };
}

function mayContinue(source: string, start: number, stop: number): boolean {
  const last = source.charCodeAt(stop - 1);
  return (
    stop > start &&
    (last === backslash || last === carriageReturn) &&
    source.slice(Math.max(start, stop - 2), stop).includes('\\')
  );
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function endOfText(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** httpd takes the first word for the name, quotes and all: `"<Location" /a>` opens a section. */
function kindOf(text: string): LineKind {
  if (text === '') return 'blank';
  const first = text.charCodeAt(0);
  const quoted = first === 34 || first === 39;
  if (quoted && (text.length === 1 || text.charCodeAt(1) === first)) return 'blank';
  if (first === 35) return 'comment';
  const at = quoted ? 1 : 0;
  if (text[at] !== '<') return 'directive';
  return text[at + 1] === '/' ? 'close' : 'open';
}
