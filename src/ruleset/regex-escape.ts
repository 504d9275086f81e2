import { anyByte, type ByteSet, notNewline, shorthandClass } from './regex-bytes.js';

/** What a backslash sequence of PCRE means. */
export type Escape =
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'set'; readonly set: ByteSet }
  | {
      readonly kind: 'assertion';
      readonly assertion: 'start' | 'end' | 'endOrNewline' | 'boundary' | 'notBoundary';
    }
  | { readonly kind: 'reference'; readonly to: number | string }
  | { readonly kind: 'quote' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'problem'; readonly problem: string };

export interface EscapeAt {
  readonly meaning: Escape;
  /** Offset after the sequence. */
  readonly end: number;
}

const bytes: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const assertions: Readonly<Record<string, 'start' | 'end' | 'endOrNewline' | 'boundary' | 'notBoundary'>> = {
  A: 'start',
  z: 'end',
  Z: 'endOrNewline',
  b: 'boundary',
  B: 'notBoundary',
};
const refused: Readonly<Record<string, string>> = {
  G: '\\G (start of the search) is not supported',
  K: '\\K (reset of the match start) is not supported',
  // PCRE's own optimiser makes `\R?\s` and the like miss matches.
  R: '\\R (any line end) is not supported: name the line ends meant, such as (?:\\r\\n|\\n)',
  X: '\\X (extended grapheme) is not supported',
  p: 'Unicode properties (\\p) are not supported',
  P: 'Unicode properties (\\P) are not supported',
};

const problem = (text: string, end: number): EscapeAt => ({
  meaning: { kind: 'problem', problem: text },
  end,
});
const byteAt = (byte: number, end: number): EscapeAt =>
  byte > 0xff ? problem('a character code is above \\xff', end) : { meaning: { kind: 'byte', byte }, end };

/**
 * Reads the sequence whose backslash is at `at`. Inside a class other rules hold for digits, `\b` and what is no set.
 * `groups` is how many capturing groups were opened before it: it decides between octal codes and references.
 */
export function readEscape(pattern: string, at: number, inClass: boolean, groups: number): EscapeAt {
  const letter = pattern[at + 1];
  const end = at + 2;
  if (letter === undefined) return problem('\\ at end of pattern', at + 1);
  if (/[0-9]/.test(letter)) return digits(pattern, at + 1, inClass, groups);
  if (!/[A-Za-z]/.test(letter)) return byteAt(letter.charCodeAt(0), end);
  const simple = bytes[letter];
  if (simple !== undefined) return byteAt(simple, end);
  const set = shorthandClass(letter);
  if (set) return { meaning: { kind: 'set', set }, end };
  if (letter === 'Q') return { meaning: { kind: 'quote' }, end };
  if (letter === 'E') return { meaning: { kind: 'nothing' }, end };
  if (letter === 'x') return hexadecimal(pattern, end);
  if (letter === 'o') return braced(pattern, end, /^\{([0-7]+)\}/, 8);
  if (letter === 'c') return control(pattern, end);
  if (inClass) return letter === 'b' ? byteAt(8, end) : problem(`\\${letter} is not allowed in a class`, end);
  return outsideClass(pattern, letter, end, groups);
}

function outsideClass(pattern: string, letter: string, end: number, groups: number): EscapeAt {
  const assertion = assertions[letter];
  if (assertion) return { meaning: { kind: 'assertion', assertion }, end };
  if (letter === 'C') return { meaning: { kind: 'set', set: anyByte }, end };
  if (letter === 'N' && pattern[end] !== '{') return { meaning: { kind: 'set', set: notNewline }, end };
  if (letter === 'g' || letter === 'k') return reference(pattern, letter, end, groups);
  return problem(refused[letter] ?? `unrecognized character follows \\ (${letter})`, end);
}

function octal(pattern: string, at: number, most: number): EscapeAt {
  let end = at;
  while (end < at + most && /[0-7]/.test(pattern[end] ?? '')) end++;
  return byteAt(Number.parseInt(pattern.slice(at, end), 8), end);
}

function digits(pattern: string, at: number, inClass: boolean, groups: number): EscapeAt {
  const first = pattern[at]!;
  if (first === '0') return octal(pattern, at, 3);
  if (!inClass) {
    const text = /^[0-9]+/.exec(pattern.slice(at))![0];
    const number = Number(text);
    if (number < 10 || first >= '8' || number <= groups) {
      return { meaning: { kind: 'reference', to: number }, end: at + text.length };
    }
  }
  return first >= '8' ? byteAt(first.charCodeAt(0), at + 1) : octal(pattern, at, 3);
}

function hexadecimal(pattern: string, at: number): EscapeAt {
  if (pattern[at] === '{') return braced(pattern, at, /^\{([0-9A-Fa-f]+)\}/, 16);
  const text = /^[0-9A-Fa-f]{0,2}/.exec(pattern.slice(at, at + 2))![0];
  return byteAt(text === '' ? 0 : Number.parseInt(text, 16), at + text.length);
}

function braced(pattern: string, at: number, form: RegExp, radix: number): EscapeAt {
  const found = form.exec(pattern.slice(at));
  if (!found) return problem('\\x{} or \\o{} without a number', at);
  return byteAt(Number.parseInt(found[1]!, radix), at + found[0].length);
}

function control(pattern: string, at: number): EscapeAt {
  const code = pattern.charCodeAt(at);
  if (!(code >= 0x20 && code <= 0x7e))
    return problem('\\c must be followed by a printable ASCII character', at);
  return byteAt(pattern[at]!.toUpperCase().charCodeAt(0) ^ 0x40, at + 1);
}

function reference(pattern: string, letter: string, at: number, groups: number): EscapeAt {
  const rest = pattern.slice(at);
  const number = letter === 'g' ? /^(?:\{([+-]?)(\d+)\}|([+-]?)(\d+))/.exec(rest) : null;
  if (number) {
    const sign = number[1] ?? number[3] ?? '';
    const value = Number(number[2] ?? number[4]);
    const to = sign === '-' ? groups + 1 - value : sign === '+' ? groups + value : value;
    return to < 1
      ? problem('reference to non-existent subpattern', at)
      : { meaning: { kind: 'reference', to }, end: at + number[0].length };
  }
  const name = (
    letter === 'g' ? /^\{([A-Za-z_]\w*)\}/ : /^(?:\{([A-Za-z_]\w*)\}|<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/
  ).exec(rest);
  if (!name) return problem(`\\${letter} of this form is not supported`, at);
  return { meaning: { kind: 'reference', to: name[1] ?? name[2] ?? name[3]! }, end: at + name[0].length };
}
