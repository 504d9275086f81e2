import type { Position, Range } from 'vscode-languageserver';
import { lastAtMost } from '../source/last-at-most.js';

/**
 * The two ways of counting in one text: editors count lines and UTF-16 code units, kerbgate counts bytes of UTF-8. Lines end as the
 * protocol has it: with `\n`, `\r\n` or a `\r` alone.
 */
export interface Positions {
  /** The text as a byte string: one code unit (0–255) a byte. */
  readonly bytes: string;
  /** The byte offset of a position; beyond a line's end it is that end, beyond the text the text's end. */
  readonly byteAt: (position: Position) => number;
  /** The position of a byte offset; inside of a character it is that character's start, or, as an `end`, its end. */
  readonly positionAt: (byte: number, end?: 'end') => Position;
  readonly rangeOf: (span: { readonly start: number; readonly end: number }) => Range;
  /** The whole text. */
  readonly whole: Range;
}

/** Bytes are counted from marks that are so many code units apart, so that long lines cost no more than short ones. */
const apart = 256;

/** Prepares a text for conversions; linear in its length. `bytes` are given where they are not its UTF-8: then each character is one. */
export function positionsOf(
  text: string,
  bytes: string = Buffer.from(text, 'utf8').toString('latin1'),
): Positions {
  const lines = lineStarts(text);
  const plain = bytes.length === text.length;
  const marks = plain ? [] : marksIn(text);
  const toByte = (offset: number): number => (plain ? offset : byteOf(text, marks, offset));
  const toOffset = (byte: number, end: boolean): number => (plain ? byte : offsetOf(text, marks, byte, end));
  const positionAt = (byte: number, end?: 'end'): Position => {
    const within = Math.max(0, Math.min(bytes.length, byte));
    return lineAndUnit(text, lines, toOffset(within, end !== undefined));
  };
  const rangeOf = ({ start, end }: { readonly start: number; readonly end: number }): Range => ({
    start: positionAt(start),
    end: positionAt(Math.max(start, end), 'end'),
  });
  return {
    bytes,
    byteAt: (position) => toByte(unitOf(text, lines, position)),
    positionAt,
    rangeOf,
    whole: rangeOf({ start: 0, end: bytes.length }),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const ends = /\r\n|\n|\r/g;
  while (ends.exec(text)) starts.push(ends.lastIndex);
  return starts;
}

function unitOf(text: string, lines: readonly number[], { line, character }: Position): number {
  const start = lines[Math.max(0, line)];
  if (start === undefined) return text.length;
  const next = lines[line + 1] ?? text.length;
  let end = next;
  while (end > start && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return Math.min(end, start + Math.max(0, character));
}

function lineAndUnit(text: string, lines: readonly number[], offset: number): Position {
  const line = lastAtMost(lines, offset);
  const start = lines[line]!;
  // The protocol has no place between the two bytes of a line end.
  const character = text[offset] === '\n' && text[offset - 1] === '\r' && offset > start ? -1 : 0;
  return { line, character: offset - start + character };
}

/** The bytes that a code unit stands for; a pair of surrogates counts at its first half. */
function lengthAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  if (isHigh(unit) && isLow(text.charCodeAt(at + 1))) return 4;
  if (isLow(unit) && isHigh(text.charCodeAt(at - 1))) return 0;
  return 3;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** The byte offsets of every so many code units. */
function marksIn(text: string): readonly number[] {
  const marks: number[] = [];
  let byte = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at % apart === 0) marks.push(byte);
    byte += lengthAt(text, at);
  }
  return marks;
}

function byteOf(text: string, marks: readonly number[], offset: number): number {
  const mark = Math.min(marks.length - 1, Math.floor(offset / apart));
  let byte = marks[mark] ?? 0;
  for (let at = mark * apart; at < offset; at += 1) byte += lengthAt(text, at);
  return byte;
}

function offsetOf(text: string, marks: readonly number[], byte: number, end: boolean): number {
  const mark = lastAtMost(marks, byte);
  let at = mark * apart;
  let passed = marks[mark] ?? 0;
  while (
    at < text.length &&
    passed + lengthAt(text, at) <= byte &&
    (passed < byte || lengthAt(text, at) === 0)
  ) {
    passed += lengthAt(text, at);
    at += 1;
  }
  // The second half of a pair has no bytes of its own: an end lies behind it.
  if (passed === byte) return at < text.length && at > 0 && lengthAt(text, at) === 0 ? at + 1 : at;
  if (!end) return at;
  return at + (lengthAt(text, at) === 4 ? 2 : 1);
}
