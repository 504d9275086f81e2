import { type ByteSet, caselessSet, complement, include, posixClasses, singleByte } from './bytes.js';
import type { PatternCursor } from './cursor.js';
import { takeClassEscape } from './escape.js';

interface ClassOptions {
  readonly caseless: boolean;
  /** The `xx` flag: blanks in classes are ignored. */
  readonly skipBlanks: boolean;
}

/** One member of a class: a byte, which can begin or end a range, or a set, which cannot. */
type Member = { readonly byte: number } | { readonly set: ByteSet };

const badRange = 'invalid range in character class';

/** Reads a bracketed class whose `[` the cursor stands at. */
export function takeClass(cursor: PatternCursor, options: ClassOptions): ByteSet {
  const mark = posixMark(cursor);
  if (mark !== undefined)
    cursor.fail(mark === ':' ? 'POSIX named classes are supported only within a class' : noCollating);
  cursor.at++;
  return new ClassReader(cursor, options).read();
}

const noCollating = 'POSIX collating elements are not supported';

/** The mark of `[:`, `[.` or `[=` at the cursor, if the same mark and `]` close it before any other bracket. */
function posixMark(cursor: PatternCursor): string | undefined {
  const mark = cursor.text[cursor.at + 1];
  if (mark !== ':' && mark !== '.' && mark !== '=') return undefined;
  const { text } = cursor;
  for (let at = cursor.at + 2; at + 1 < text.length; at++) {
    const character = text[at];
    const following = text[at + 1];
    if (character === '\\' && (following === ']' || following === '\\')) at++;
    else if ((character === '[' && following === mark) || character === ']') return undefined;
    else if (character === mark && following === ']') return mark;
  }
  return undefined;
}

class ClassReader {
  readonly #cursor: PatternCursor;
  readonly #options: ClassOptions;
  readonly #set: ByteSet = new Uint8Array(256);
  #quoted = false;

  constructor(cursor: PatternCursor, options: ClassOptions) {
    this.#cursor = cursor;
    this.#options = options;
  }

  read(): ByteSet {
    const negated = this.#takeNegation();
    for (let first = true; ; first = false) {
      this.#passOver();
      if (this.#cursor.isAtEnd) this.#cursor.fail('missing terminating ] for character class');
      if (this.#cursor.next === ']' && !first && !this.#quoted) break;
      this.#takeItem();
    }
    this.#cursor.at++;
    return negated ? complement(this.#set) : this.#set;
  }

  /** `^` comes first; empty quotations and ignored blanks may stand around it. */
  #takeNegation(): boolean {
    const skipped = this.#options.skipBlanks ? /(?:\\E|\\Q\\E|[ \t])*/y : /(?:\\E|\\Q\\E)*/y;
    this.#cursor.take(skipped);
    const negated = this.#cursor.passes('^');
    if (negated) this.#cursor.take(skipped);
    return negated;
  }

  /** Moves over `\Q` and `\E`, and blanks where they do not count. */
  #passOver(): void {
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.passes('\\E')) this.#quoted = false;
      else if (!this.#quoted && cursor.passes('\\Q')) this.#quoted = true;
      else if (this.#options.skipBlanks && !this.#quoted && cursor.peek(/[ \t]/y)) cursor.at++;
      else return;
    }
  }

  #takeItem(): void {
    const from = this.#takeMember();
    if ('set' in from) {
      include(this.#set, from.set);
      if (this.#cursor.peek(/-[^\]]/y)) this.#cursor.fail(badRange);
      return;
    }
    this.#passOver();
    if (this.#quoted || !this.#cursor.passes('-')) this.#addRange(from.byte, from.byte);
    else this.#takeRangeEnd(from.byte);
  }

  #takeRangeEnd(from: number): void {
    this.#passOver();
    if (this.#cursor.isAtEnd) this.#cursor.fail('missing terminating ] for character class');
    if (!this.#quoted && this.#cursor.next === ']') {
      this.#addRange(from, from);
      this.#addRange(0x2d, 0x2d);
      return;
    }
    const to = this.#takeMember();
    if ('set' in to) this.#cursor.fail(badRange);
    if (from > to.byte) this.#cursor.fail('range out of order in character class');
    this.#addRange(from, to.byte);
  }

  #addRange(from: number, to: number): void {
    const range: ByteSet = new Uint8Array(256).fill(1, from, to + 1);
    include(this.#set, this.#options.caseless ? caselessSet(range) : range);
  }

  #takeMember(): Member {
    const cursor = this.#cursor;
    const character = cursor.next!;
    if (!this.#quoted && character === '[') {
      const mark = posixMark(cursor);
      if (mark !== undefined) return this.#takePosix(mark);
    }
    cursor.at++;
    if (this.#quoted || character !== '\\') return { byte: character.charCodeAt(0) };
    const meaning = takeClassEscape(cursor);
    if (meaning.kind === 'byte' || meaning.kind === 'set') return meaning;
    return cursor.fail('escape sequence is invalid in character class');
  }

  #takePosix(mark: string): Member {
    if (mark !== ':') this.#cursor.fail(noCollating);
    const found = this.#cursor.take(/\[:(\^?)([a-z]*):\]/y);
    const [, negated, name = ''] = found ?? [];
    if (!Object.hasOwn(posixClasses, name)) return this.#cursor.fail('unknown POSIX class name');
    // Without case, upper and lower are any letter, and only then is the class negated.
    const known = posixClasses[name]!;
    const set = this.#options.caseless ? caselessSet(known) : known;
    return { set: negated ? complement(set) : set };
  }
}

const bytes = Array.from({ length: 256 }, (_, byte) => byte);
const single = bytes.map(singleByte);
const singleCaseless = single.map(caselessSet);

/** The set of one byte, in both cases if case does not count; always the same object. */
export function byteSet(byte: number, caseless: boolean): ByteSet {
  return (caseless ? singleCaseless : single)[byte]!;
}
