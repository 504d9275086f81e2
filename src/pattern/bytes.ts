/** A set of bytes: 256 cells, each 0 or 1. Never changed once it is part of a pattern. */
export type ByteSet = Uint8Array;

type Predicate = (byte: number) => boolean;

const between =
  (low: number, high: number): Predicate =>
  (byte) =>
    byte >= low && byte <= high;
const oneOf =
  (...sets: readonly Predicate[]): Predicate =>
  (byte) =>
    sets.some((test) => test(byte));
const among =
  (text: string): Predicate =>
  (byte) =>
    text.includes(String.fromCharCode(byte));

const lower = between(0x61, 0x7a);
const upper = between(0x41, 0x5a);
const digit = between(0x30, 0x39);
const alpha = oneOf(lower, upper);
const word = oneOf(alpha, digit, among('_'));
const space = among('\t\n\v\f\r ');
const graph = between(0x21, 0x7e);

/** The bytes a predicate holds for. */
export function setOf(predicate: Predicate): ByteSet {
  return Uint8Array.from({ length: 256 }, (_, byte) => (predicate(byte) ? 1 : 0));
}

/** PCRE's named classes (`[:name:]`) in its built-in C locale tables: only ASCII letters are letters. */
export const posixClasses: Readonly<Record<string, ByteSet>> = {
  alnum: setOf(oneOf(alpha, digit)),
  alpha: setOf(alpha),
  ascii: setOf(between(0, 0x7f)),
  blank: setOf(among(' \t')),
  cntrl: setOf(oneOf(between(0, 0x1f), among('\x7f'))),
  digit: setOf(digit),
  graph: setOf(graph),
  lower: setOf(lower),
  print: setOf(between(0x20, 0x7e)),
  punct: setOf((byte) => graph(byte) && !alpha(byte) && !digit(byte)),
  space: setOf(space),
  upper: setOf(upper),
  word: setOf(word),
  xdigit: setOf(oneOf(digit, between(0x41, 0x46), between(0x61, 0x66))),
};

const shorthand: Readonly<Record<string, ByteSet>> = {
  d: setOf(digit),
  w: setOf(word),
  s: setOf(space),
  h: setOf(among('\t \xa0')),
  v: setOf(among('\n\v\f\r\x85')),
};

/** The set of `\d`, `\W`, `\h` and so on; `undefined` for other letters. */
export function shorthandClass(letter: string): ByteSet | undefined {
  const known = shorthand[letter.toLowerCase()];
  return known && letter !== letter.toLowerCase() ? complement(known) : known;
}

export const anyByte: ByteSet = setOf(() => true);
export const notNewline: ByteSet = setOf((byte) => byte !== 0x0a);

export function complement(set: ByteSet): ByteSet {
  return set.map((cell) => 1 - cell);
}

/** Adds every byte of `addition` to `set`, which changes. */
export function include(set: ByteSet, addition: ByteSet): void {
  for (let byte = 0; byte < 256; byte++) if (addition[byte]) set[byte] = 1;
}

/** The set with the other case of each ASCII letter in it. */
export function caselessSet(set: ByteSet): ByteSet {
  const both = set.slice();
  for (let byte = 0x41; byte <= 0x5a; byte++) {
    if (set[byte]) both[byte + 0x20] = 1;
    if (set[byte + 0x20]) both[byte] = 1;
  }
  return both;
}

/** The set of one byte. */
export function singleByte(byte: number): ByteSet {
  const set = new Uint8Array(256);
  set[byte] = 1;
  return set;
}

/** The only byte of a set; `undefined` when it has none or several. */
export function onlyByte(set: ByteSet): number | undefined {
  const byte = set.indexOf(1);
  return byte !== -1 && set.indexOf(1, byte + 1) === -1 ? byte : undefined;
}
