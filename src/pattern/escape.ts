import { anyByte, type ByteSet, notNewline, setOf, shorthandClass } from './bytes.js';
import { type PatternCursor, takeName, takeNumber, takeSignedNumber } from './cursor.js';
import { readProperty } from './properties.js';
import type { Assertion, GroupReference } from './tree.js';

/** What a backslash sequence of PCRE means. */
export type Escape =
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'reference'; readonly to: GroupReference }
  | { readonly kind: 'call'; readonly to: GroupReference }
  | { readonly kind: 'keep' }
  | { readonly kind: 'lineBreak' }
  /** `\X`, which is not served. */
  | { readonly kind: 'cluster' };

const bytes: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

/** The search always begins where the text does, so `\G` is `\A`. */
const assertions: Readonly<Record<string, Assertion>> = {
  A: 'start',
  B: 'notBoundary',
  G: 'start',
  Z: 'endOrNewline',
  b: 'boundary',
  z: 'end',
};

const byteOf = (byte: number): Escape => ({ kind: 'byte', byte });

/**
 * Reads the sequence whose backslash the cursor has just passed. `groups` is how many capturing groups were opened before it: it
 * decides between octal codes and references.
 */
export function takeEscape(cursor: PatternCursor, groups: number): Escape {
  const letter = letterOf(cursor);
  const common = takeCommon(cursor, letter);
  if (common) return common;
  if (/[1-9]/.test(letter)) return takeDigits(cursor, letter, groups);
  if (Object.hasOwn(assertions, letter)) return { kind: 'assertion', assertion: assertions[letter]! };
  switch (letter) {
    case 'C':
      return { kind: 'set', set: anyByte };
    case 'K':
      return { kind: 'keep' };
    case 'N':
      return takeNotNewline(cursor);
    case 'R':
      return { kind: 'lineBreak' };
    case 'X':
      cursor.notServed('\\X (extended grapheme cluster)');
      return { kind: 'cluster' };
    case 'g':
      return takeG(cursor, groups);
    case 'k':
      return { kind: 'reference', to: takeDelimitedName(cursor) };
    default:
      return unknown(cursor, letter);
  }
}

/** The same inside a class, where digits are octal codes and `\b` is a backspace. */
export function takeClassEscape(cursor: PatternCursor): Escape {
  const letter = letterOf(cursor);
  const common = takeCommon(cursor, letter);
  if (common) return common;
  if (/[1-7]/.test(letter)) return takeOctal(cursor, letter);
  if (/[89g]/.test(letter)) return byteOf(letter.charCodeAt(0));
  if (letter === 'b') return byteOf(8);
  if (letter === 'N') {
    takeNotNewline(cursor);
    return cursor.fail('\\N is not supported in a class');
  }
  if (/[ABCGKRXZkz]/.test(letter)) cursor.fail('escape sequence is invalid in character class');
  return unknown(cursor, letter);
}

function letterOf(cursor: PatternCursor): string {
  const letter = cursor.next;
  if (letter === undefined) return cursor.fail('\\ at end of pattern');
  cursor.at++;
  return letter;
}

/** What means the same inside and outside a class. */
function takeCommon(cursor: PatternCursor, letter: string): Escape | undefined {
  if (!/[0-9A-Za-z]/.test(letter)) return byteOf(letter.charCodeAt(0));
  const simple = bytes[letter];
  if (simple !== undefined) return byteOf(simple);
  const set = shorthandClass(letter);
  if (set) return { kind: 'set', set };
  switch (letter) {
    case '0':
      return takeOctal(cursor, letter);
    case 'c':
      return takeControl(cursor);
    case 'o':
      return takeBracedOctal(cursor);
    case 'p':
    case 'P':
      return takeProperty(cursor, letter === 'P');
    case 'x':
      return takeHexadecimal(cursor);
    default:
      return undefined;
  }
}

function unknown(cursor: PatternCursor, letter: string): never {
  if (/[FLUlu]/.test(letter)) cursor.fail('PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u');
  cursor.at--;
  return cursor.fail('unrecognized character follows \\');
}

/** `\N{3}` is a quantifier, any other brace a name or code of Unicode. */
function takeNotNewline(cursor: PatternCursor): Escape {
  if (cursor.startsWith('{U+')) cursor.fail('\\N{U+dddd} is supported only in Unicode (UTF) mode');
  if (cursor.next === '{' && !cursor.peek(/\{\d+(?:,\d*)?\}/y))
    cursor.fail('PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u');
  return { kind: 'set', set: notNewline };
}

function takeOctal(cursor: PatternCursor, first: string): Escape {
  const code = Number.parseInt(first + cursor.take(/[0-7]{0,2}/y)![0], 8);
  return code > 0xff
    ? cursor.fail('octal value is greater than \\377 in 8-bit non-UTF-8 mode')
    : byteOf(code);
}

/** A reference when there are so many groups already, or when it can be no octal code. */
function takeDigits(cursor: PatternCursor, first: string, groups: number): Escape {
  const text = first + cursor.peek(/\d*/y)![0];
  const number = Number(text);
  // PCRE gives up reading numbers beyond a tenth of 2^31 and then looks for an octal code.
  if (number < 214_748_364 && (number < 10 || first >= '8' || number <= groups)) {
    cursor.at--;
    return { kind: 'reference', to: takeNumber(cursor)! };
  }
  return first >= '8' ? byteOf(first.charCodeAt(0)) : takeOctal(cursor, first);
}

function takeHexadecimal(cursor: PatternCursor): Escape {
  if (!cursor.passes('{')) {
    const text = cursor.take(/[0-9A-Fa-f]{0,2}/y)![0];
    return byteOf(text === '' ? 0 : Number.parseInt(text, 16));
  }
  return takeBraced(cursor, /[0-9A-Fa-f]*/y, 16, 'non-hex character in \\x{} (closing brace missing?)');
}

function takeBracedOctal(cursor: PatternCursor): Escape {
  if (!cursor.passes('{')) cursor.fail('missing opening brace after \\o');
  return takeBraced(cursor, /[0-7]*/y, 8, 'non-octal character in \\o{} (closing brace missing?)');
}

function takeBraced(cursor: PatternCursor, form: RegExp, radix: number, misfit: string): Escape {
  if (cursor.isAtEnd || cursor.next === '}') cursor.fail('digits missing in \\x{} or \\o{} or \\N{U+}');
  const digits = cursor.take(form)![0];
  const code = digits === '' ? 0 : Number.parseInt(digits, radix);
  if (code > 0xff) cursor.fail('character code point value in \\x{} or \\o{} is too large');
  return cursor.passes('}') ? byteOf(code) : cursor.fail(misfit);
}

function takeControl(cursor: PatternCursor): Escape {
  const character = cursor.next;
  if (character === undefined) return cursor.fail('\\c at end of pattern');
  if (!/[ -~]/.test(character)) cursor.fail('\\c must be followed by a printable ASCII character');
  cursor.at++;
  return byteOf(character.toUpperCase().charCodeAt(0) ^ 0x40);
}

function takeProperty(cursor: PatternCursor, negated: boolean): Escape {
  const property = readProperty(cursor.text, cursor.at);
  if ('flaw' in property) return cursor.fail(property.flaw);
  if ('unserved' in property) {
    cursor.notServed(property.unserved);
    cursor.take(/\{[^}]*\}/y);
    return { kind: 'set', set: anyByte };
  }
  cursor.at = property.end;
  const { set } = property;
  return { kind: 'set', set: negated ? setOf((byte) => !set[byte]) : set };
}

/** `\g1`, `\g{-1}`, `\g{name}` refer to what a group matched; `\g<1>` and `\g'name'` match its pattern again. */
function takeG(cursor: PatternCursor, groups: number): Escape {
  const bad = '\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number';
  if (cursor.next === '<' || cursor.next === "'") return takeCall(cursor, groups, bad);
  const braced = cursor.next === '{';
  if (braced && !cursor.peek(/\{[+-]?\d/y)) return { kind: 'reference', to: takeDelimitedName(cursor) };
  if (braced) cursor.at++;
  const number = takeSignedNumber(cursor, groups);
  if (number === undefined || (braced && !cursor.passes('}'))) return cursor.fail(bad);
  return number <= 0
    ? cursor.fail('reference to non-existent subpattern')
    : { kind: 'reference', to: number };
}

function takeCall(cursor: PatternCursor, groups: number, bad: string): Escape {
  const close = cursor.next === '<' ? '>' : "'";
  cursor.at++;
  const number = takeSignedNumber(cursor, groups);
  if (number === undefined) return { kind: 'call', to: takeName(cursor, close) };
  return cursor.passes(close) ? { kind: 'call', to: number } : cursor.fail(bad);
}

const closings: Readonly<Record<string, string>> = { '{': '}', '<': '>', "'": "'" };

function takeDelimitedName(cursor: PatternCursor): string {
  const close = closings[cursor.next ?? ''];
  if (close === undefined)
    return cursor.fail('\\k is not followed by a braced, angle-bracketed, or quoted name');
  cursor.at++;
  return takeName(cursor, close);
}
