import { type ByteSet, caselessSet, complement, include, posixClasses, singleByte } from './regex-bytes.js';
import { readEscape } from './regex-escape.js';

type ClassResult = { readonly set: ByteSet; readonly end: number } | { readonly problem: string };

interface ClassOptions {
  readonly caseless: boolean;
  /** The `xx` flag: blanks in classes are ignored. */
  readonly skipBlanks: boolean;
}

/** One member of a class: a byte, which can begin a range, or a set, which cannot. */
type Member =
  | { readonly byte?: number; readonly set?: ByteSet; readonly end: number }
  | { readonly problem: string };

/** Reads a bracketed class whose `[` is at `at`. */
export function readClass(pattern: string, at: number, options: ClassOptions): ClassResult {
  if (/^\[[:.=].*?[:.=]\]/.test(pattern.slice(at)) && isPosixSyntax(pattern, at)) {
    return { problem: 'POSIX named classes are supported only within a class' };
  }
  const members = new ClassReader(pattern, at + 1, options);
  return members.read();
}

/** Whether PCRE takes `[:`, `[.` or `[=` here as the start of a named class: it ends in the same mark before any bracket. */
function isPosixSyntax(pattern: string, at: number): boolean {
  const mark = pattern[at + 1];
  if (mark !== ':' && mark !== '.' && mark !== '=') return false;
  for (let next = at + 2; next + 1 < pattern.length; next++) {
    const character = pattern[next];
    if (character === '\\' && (pattern[next + 1] === ']' || pattern[next + 1] === '\\')) next++;
    else if ((character === '[' && pattern[next + 1] === mark) || character === ']') return false;
    else if (character === mark && pattern[next + 1] === ']') return true;
  }
  return false;
}

class ClassReader {
  readonly #pattern: string;
  readonly #options: ClassOptions;
  #at: number;
  #quoted = false;

  constructor(pattern: string, at: number, options: ClassOptions) {
    this.#pattern = pattern;
    this.#options = options;
    this.#at = at;
  }

  read(): ClassResult {
    const negated = this.#pattern[this.#at] === '^';
    if (negated) this.#at++;
    const set: ByteSet = new Uint8Array(256);
    for (let first = true; ; first = false) {
      this.#passOver();
      const character = this.#pattern[this.#at];
      if (character === undefined) return { problem: 'missing terminating ] for character class' };
      if (character === ']' && !first && !this.#quoted) break;
      const problem = this.#add(set);
      if (problem) return { problem };
    }
    const cased = this.#options.caseless ? caselessSet(set) : set;
    return { set: negated ? complement(cased) : cased, end: this.#at + 1 };
  }

  /** Moves over `\Q` and `\E`, and blanks where they do not count. */
  #passOver(): void {
    for (;;) {
      const two = this.#pattern.slice(this.#at, this.#at + 2);
      if (two === '\\E') this.#quoted = false;
      else if (two === '\\Q' && !this.#quoted) this.#quoted = true;
      else if (this.#options.skipBlanks && !this.#quoted && /^[ \t]/.test(two)) {
        this.#at++;
        continue;
      } else return;
      this.#at += 2;
    }
  }

  #add(set: ByteSet): string | undefined {
    const from = this.#member();
    if ('problem' in from) return from.problem;
    this.#at = from.end;
    this.#passOver();
    const next = this.#pattern[this.#at + 1];
    const isRange = !this.#quoted && this.#pattern[this.#at] === '-' && next !== ']' && next !== undefined;
    if (!isRange) return void include(set, from.set ?? singleByte(from.byte!));
    this.#at++;
    return this.#range(set, from.byte);
  }

  #range(set: ByteSet, from: number | undefined): string | undefined {
    this.#passOver();
    if (this.#pattern[this.#at] === ']' && !this.#quoted) return 'a range in a character class has no end';
    const to = this.#member();
    if ('problem' in to) return to.problem;
    if (from === undefined || to.byte === undefined) return 'invalid range in character class';
    if (from > to.byte) return 'range out of order in character class';
    for (let byte = from; byte <= to.byte; byte++) set[byte] = 1;
    this.#at = to.end;
    return undefined;
  }

  #member(): Member {
    const character = this.#pattern[this.#at]!;
    if (this.#quoted) return { byte: character.charCodeAt(0), end: this.#at + 1 };
    if (character === '[' && isPosixSyntax(this.#pattern, this.#at)) return this.#posix();
    if (character !== '\\') return { byte: character.charCodeAt(0), end: this.#at + 1 };
    const { meaning, end } = readEscape(this.#pattern, this.#at, true, 0);
    if (meaning.kind === 'byte') return { byte: meaning.byte, end };
    if (meaning.kind === 'set') return { set: meaning.set, end };
    return {
      problem: meaning.kind === 'problem' ? meaning.problem : 'this escape is not allowed in a class',
    };
  }

  #posix(): Member {
    const found = /^\[:(\^?)([a-z]*):\]/.exec(this.#pattern.slice(this.#at, this.#at + 20));
    const [all, negated, name] = found ?? [];
    const known = name && Object.hasOwn(posixClasses, name) ? posixClasses[name] : undefined;
    if (!all || !known) return { problem: 'unknown POSIX class name' };
    // Without case, upper and lower are any letter, and only then is the class negated.
    const set = this.#options.caseless ? caselessSet(known) : known;
    return { set: negated ? complement(set) : set, end: this.#at + all.length };
  }
}
