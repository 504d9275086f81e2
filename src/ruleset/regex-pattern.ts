import { anyByte, type ByteSet, caselessSet, notNewline, singleByte } from './regex-bytes.js';
import { readClass } from './regex-class.js';
import { type Escape, readEscape } from './regex-escape.js';

/** A PCRE pattern as a tree; case and the `s` flag are already worked into its byte sets. */
export type Pattern =
  | { readonly kind: 'set'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'alternation'; readonly branches: readonly Pattern[] }
  | { readonly kind: 'capture'; readonly index: number; readonly body: Pattern }
  | {
      readonly kind: 'repeat';
      readonly body: Pattern;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly body: Pattern }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'reference'; readonly to: number | string; readonly caseless: boolean };

export type Assertion =
  | 'start'
  | 'end'
  | 'endOrNewline'
  | 'lineStart'
  | 'lineEnd'
  | 'boundary'
  | 'notBoundary';

export type GroupName = readonly [name: string, index: number];

/** A parsed pattern; `problem` says why it has no meaning here, and then the tree is of no use. */
export interface ParsedPattern {
  readonly pattern: Pattern;
  /** How many capturing groups it has. */
  readonly groups: number;
  readonly names: readonly GroupName[];
  readonly problem: string | undefined;
}

interface Flags {
  readonly caseless: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
  readonly extendedMore: boolean;
  readonly ungreedy: boolean;
  readonly noCapture: boolean;
}

const flagOf: Readonly<Record<string, keyof Flags>> = {
  i: 'caseless',
  m: 'multiline',
  s: 'dotAll',
  x: 'extended',
  U: 'ungreedy',
  n: 'noCapture',
};

const deepest = 250;
const mostRepeats = 65535;
const empty: Pattern = { kind: 'sequence', parts: [] };

/** The openings after `(?` that have no equal in JavaScript, longest first. */
const refusedOpenings: readonly (readonly [form: RegExp, problem: string])[] = [
  [/^\(\*/, 'verbs such as (*ACCEPT) are not supported'],
  [/^\(\?>/, 'atomic groups (?>...) are not supported'],
  [/^\(\?\|/, 'branch reset groups (?|...) are not supported'],
  [/^\(\?\(/, 'conditional groups (?(...)...) are not supported'],
  [/^\(\?C/, 'callouts (?C) are not supported'],
  [/^\(\?(?:R|&|P>|[+-]?\d)/, 'recursion and subroutine calls are not supported'],
  [/^\(\?P=/, 'a named reference (?P=name) is written without a name'],
];

/** Parses a PCRE pattern with httpd's defaults (DOTALL, DOLLAR_ENDONLY, DUPNAMES) and the given flags (`i`, `m`). */
export function parsePattern(source: string, flags: string): ParsedPattern {
  const parser = new PatternParser(source, {
    caseless: flags.includes('i'),
    multiline: flags.includes('m'),
    dotAll: true,
    extended: false,
    extendedMore: false,
    ungreedy: false,
    noCapture: false,
  });
  return parser.parse();
}

class PatternParser {
  readonly #source: string;
  readonly #names: GroupName[] = [];
  #flags: Flags;
  #at = 0;
  #groups = 0;
  #depth = 0;
  #problem: string | undefined;

  constructor(source: string, flags: Flags) {
    this.#source = source;
    this.#flags = flags;
  }

  parse(): ParsedPattern {
    const pattern = this.#alternation();
    if (this.#source[this.#at] === ')') this.#fail('unmatched closing parenthesis');
    return { pattern, groups: this.#groups, names: this.#names, problem: this.#problem };
  }

  /** Remembers the first problem and moves to the end, so that every loop stops. */
  #fail(problem: string): Pattern {
    this.#problem ??= `${problem} (at offset ${this.#at})`;
    this.#at = this.#source.length;
    return empty;
  }

  #alternation(): Pattern {
    const branches = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      branches.push(this.#sequence());
    }
    return branches.length === 1 ? branches[0]! : { kind: 'alternation', branches };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    for (;;) {
      this.#skip();
      const next = this.#source[this.#at];
      if (next === undefined || next === '|' || next === ')') break;
      this.#item(parts);
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  /** Skips comments and, under the x flag, white space. */
  #skip(): void {
    for (;;) {
      const rest = this.#source.slice(this.#at, this.#at + 3);
      if (rest === '(?#') this.#skipTo(')', 'missing ) after (?# comment');
      else if (this.#flags.extended && rest[0] === '#') {
        const end = this.#source.indexOf('\n', this.#at);
        this.#at = end === -1 ? this.#source.length : end + 1;
      } else if (this.#flags.extended && /^[\t\n\v\f\r ]/.test(rest)) this.#at++;
      else return;
    }
  }

  #skipTo(mark: string, problem: string): void {
    const end = this.#source.indexOf(mark, this.#at);
    if (end === -1) this.#fail(problem);
    else this.#at = end + mark.length;
  }

  #item(parts: Pattern[]): void {
    const isQuoted = this.#source.startsWith('\\Q', this.#at);
    const atom = isQuoted ? this.#quoted(parts) : this.#atom();
    if (atom) this.#quantified(atom, parts);
  }

  /** `\Q...\E`: a quantifier after it repeats the last byte only. */
  #quoted(parts: Pattern[]): Pattern | undefined {
    const start = this.#at + 2;
    const close = this.#source.indexOf('\\E', start);
    const text = this.#source.slice(start, close === -1 ? undefined : close);
    this.#at = close === -1 ? this.#source.length : close + 2;
    for (const character of text.slice(0, -1)) parts.push(this.#byte(character.charCodeAt(0)));
    return text === '' ? undefined : this.#byte(text.charCodeAt(text.length - 1));
  }

  #quantified(atom: Pattern, parts: Pattern[]): void {
    this.#skip();
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})([?+]?)/.exec(
      this.#source.slice(this.#at, this.#at + 40),
    );
    if (!found) return void parts.push(atom);
    const [all, sign, low, comma, high, suffix] = found;
    if (suffix === '+') return void this.#fail('possessive quantifiers are not supported');
    if (atom.kind === 'look' || atom.kind === 'assertion')
      return void this.#fail('an assertion cannot be repeated');
    const min = sign ? Number(sign === '+') : Number(low);
    const max = sign ? (sign === '?' ? 1 : Infinity) : !comma ? min : high === '' ? Infinity : Number(high);
    if (min > mostRepeats || (max !== Infinity && max > mostRepeats))
      return void this.#fail('number too big in {} quantifier');
    if (min > max) return void this.#fail('numbers out of order in {} quantifier');
    this.#at += all.length;
    parts.push({ kind: 'repeat', body: atom, min, max, lazy: (suffix === '?') !== this.#flags.ungreedy });
    this.#skip();
    if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(this.#source.slice(this.#at, this.#at + 40))) {
      this.#fail('quantifier does not follow a repeatable item');
    }
  }

  #atom(): Pattern | undefined {
    const character = this.#source[this.#at]!;
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        return this.#fail('quantifier does not follow a repeatable item');
      case '{':
        if (!/^\{\d+(?:,\d*)?\}/.test(this.#source.slice(this.#at, this.#at + 40))) break;
        return this.#fail('quantifier does not follow a repeatable item');
    }
    this.#at++;
    if (character === '.') return { kind: 'set', set: this.#flags.dotAll ? anyByte : notNewline };
    if (character === '^')
      return { kind: 'assertion', assertion: this.#flags.multiline ? 'lineStart' : 'start' };
    if (character === '$') return { kind: 'assertion', assertion: this.#flags.multiline ? 'lineEnd' : 'end' };
    return this.#byte(character.charCodeAt(0));
  }

  #byte(byte: number): Pattern {
    return { kind: 'set', set: this.#cased(singleByte(byte)) };
  }

  #cased(set: ByteSet): ByteSet {
    return this.#flags.caseless ? caselessSet(set) : set;
  }

  #class(): Pattern {
    const { caseless, extendedMore } = this.#flags;
    const found = readClass(this.#source, this.#at, { caseless, skipBlanks: extendedMore });
    if ('problem' in found) return this.#fail(found.problem);
    this.#at = found.end;
    return { kind: 'set', set: found.set };
  }

  #escape(): Pattern | undefined {
    const { meaning, end } = readEscape(this.#source, this.#at, false, this.#groups);
    if (meaning.kind !== 'problem') this.#at = end;
    return this.#meaning(meaning);
  }

  #meaning(meaning: Escape): Pattern | undefined {
    switch (meaning.kind) {
      case 'byte':
        return this.#byte(meaning.byte);
      case 'reference':
        return { kind: 'reference', to: meaning.to, caseless: this.#flags.caseless };
      case 'problem':
        return this.#fail(meaning.problem);
      case 'quote':
      case 'nothing':
        return undefined;
      default:
        return meaning;
    }
  }

  #group(): Pattern | undefined {
    const rest = this.#source.slice(this.#at, this.#at + 140);
    for (const [form, problem] of refusedOpenings) {
      if (form.test(rest) && !/^\(\?-[a-z]/.test(rest)) {
        const reference = /^\(\?P=([A-Za-z_]\w*)\)/.exec(rest);
        return reference ? this.#namedReference(reference[0], reference[1]!) : this.#fail(problem);
      }
    }
    const flags = /^\(\?(\^?)([imsxnUJ]*)(?:-([imsxnUJ]*))?([:)])/.exec(rest);
    if (flags) return this.#flagged(flags);
    if (rest[1] !== '?')
      return this.#flags.noCapture ? this.#plain(1, this.#flags) : this.#capture(1, undefined);
    const look = /^\(\?(<?)([=!])/.exec(rest);
    if (look) return this.#look(look[0].length, look[1] === '<', look[2] === '!');
    const named = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (named) return this.#capture(named[0].length, named[1] ?? named[2]);
    return this.#fail('unrecognized character after (? or (?-');
  }

  #namedReference(text: string, name: string): Pattern {
    this.#at += text.length;
    return { kind: 'reference', to: name, caseless: this.#flags.caseless };
  }

  /** `(?i)` governs what follows in the group around it, `(?i:...)` what it holds. */
  #flagged([all, reset, on, off, close]: RegExpExecArray): Pattern | undefined {
    if (reset && off !== undefined) return this.#fail('invalid hyphen in option setting');
    const changed: Record<keyof Flags, boolean> = { ...this.#flags };
    if (reset) for (const letter of 'imsxn') this.#setFlag(changed, letter, false);
    for (const letter of on ?? '') this.#setFlag(changed, letter, true);
    if (on?.includes('xx')) changed.extendedMore = true;
    for (const letter of off ?? '') this.#setFlag(changed, letter, false);
    if (close === ':') return this.#plain(all.length, changed);
    this.#at += all.length;
    this.#flags = changed;
    return undefined;
  }

  #setFlag(flags: Record<keyof Flags, boolean>, letter: string, value: boolean): void {
    const flag = flagOf[letter];
    if (flag) flags[flag] = value;
    if (letter === 'x') flags.extendedMore = false;
  }

  #capture(skip: number, name: string | undefined): Pattern {
    const index = ++this.#groups;
    if (name !== undefined) this.#names.push([name, index]);
    return { kind: 'capture', index, body: this.#body(skip) };
  }

  /** A group that captures nothing: its branches stay apart from a look-behind's own, which have looser rules. */
  #plain(skip: number, flags: Flags): Pattern {
    const body = this.#body(skip, flags);
    return body.kind === 'alternation' ? { kind: 'sequence', parts: [body] } : body;
  }

  #look(skip: number, behind: boolean, negated: boolean): Pattern {
    return { kind: 'look', behind, negated, body: this.#body(skip) };
  }

  /** What a group holds, up to and with its closing parenthesis; flags set inside end with it. */
  #body(skip: number, flags?: Flags): Pattern {
    const outer = this.#flags;
    if (++this.#depth > deepest) return this.#fail('parentheses are too deeply nested');
    this.#at += skip;
    if (flags) this.#flags = flags;
    const body = this.#alternation();
    this.#flags = outer;
    this.#depth--;
    if (this.#source[this.#at] !== ')') return this.#fail('missing closing parenthesis');
    this.#at++;
    return body;
  }
}
