/**
 * What makes PCRE refuse a pattern, in words for people, or undefined. Only what a scan can tell for sure: groups, classes,
 * escapes, bounds, and quantifiers without an operand.
 */
export function flawOf(pattern: string): string | undefined {
  let depth = 0;
  let operand = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at]!;
    const step = advance(pattern, at, character, operand);
    if (typeof step === 'string') return step;
    if (character === '(') depth += step.opens ?? 1;
    if (character === ')' && --depth < 0) return 'the pattern closes a group that it did not open';
    operand = step.operand;
    at = step.at;
  }
  return depth > 0 ? 'the pattern has a group without ")"' : referenceFlaw(pattern);
}

/** References to groups that do not exist, found once the pattern is known to be sound otherwise. */
function referenceFlaw(pattern: string): string | undefined {
  const bare = pattern
    .replace(/\[(?:\\[\s\S]|\[:\^?\w+:\]|[^\\\]])*\]/g, '')
    .replace(/\\Q[\s\S]*?(\\E|$)/g, '');
  const unescaped = bare.replace(/\\[\s\S]/g, '');
  const names = new Set([...unescaped.matchAll(/\(\?P?[<'](\w+)[>']/g)].map(([, name]) => name));
  const groups =
    [...unescaped.matchAll(/\((?!\?|\*)/g)].length + [...unescaped.matchAll(/\(\?P?[<'](?![=!])/g)].length;
  for (const [, digits, braced, name] of bare.matchAll(reference)) {
    const number = Number(digits ?? braced ?? 0);
    if ((braced !== undefined || number < 8) && number > groups)
      return `the pattern refers to a group ${number} that it does not have`;
    if (name !== undefined && !names.has(name))
      return `the pattern refers to a group "${name}" that it does not have`;
  }
  return undefined;
}

const reference = /\\(?:\\|([1-9])(?!\d)|g\{?(\d+)\}?|k[<{'](\w+)[>}'])/g;

/** Where the scan goes on, whether a quantifier may follow, and how many groups were opened. */
interface Step {
  readonly at: number;
  readonly operand: boolean;
  readonly opens?: number;
}

function advance(pattern: string, at: number, character: string, operand: boolean): Step | string {
  if (character === '\\') return afterEscape(pattern, at);
  if (character === '[') return afterClass(pattern, at);
  if (character === '(') return afterOpening(pattern, at);
  if (character === '|' || character === '^' || character === '$') return { at, operand: false };
  if ('*+?'.includes(character) || isRepetition(pattern, at)) return afterQuantifier(pattern, at, operand);
  return { at, operand: true };
}

const unknownEscapes = 'FIJLMOTUYijlmquy';
const assertions = 'ABGZbz';

function afterEscape(pattern: string, at: number): Step | string {
  const letter = pattern[at + 1];
  if (letter === undefined) return 'the pattern ends in a backslash';
  if (unknownEscapes.includes(letter)) return `the pattern has an escape PCRE does not know: \\${letter}`;
  if (letter === 'c' && at + 2 >= pattern.length) return 'the pattern ends in \\c';
  if (letter === 'x' && /^\{[^}]*[^0-9A-Fa-f}]/.test(pattern.slice(at + 2, at + 16)))
    return 'the pattern has a \\x{…} that is not hexadecimal';
  if (letter !== 'Q') return { at: at + 1, operand: !assertions.includes(letter) };
  const end = pattern.indexOf('\\E', at + 2);
  return { at: end === -1 ? pattern.length : end + 1, operand: true };
}

const classNames =
  /^\[:\^?(alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/;

/** A `]` directly after `[` or `[^` is a member, and so is `[:alpha:]`. */
function afterClass(pattern: string, start: number): Step | string {
  let at = start + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  for (; at < pattern.length; at += 1) {
    const rest = pattern.slice(at, at + 16);
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === ']') return { at, operand: true };
    else if (/^\[:\^?\w+:\]/.test(rest)) {
      const name = classNames.exec(rest);
      if (!name) return 'the pattern has a character class with an unknown name';
      at += name[0].length - 1;
    } else if (isDescending(pattern, at)) return 'the pattern has a range whose ends are the wrong way round';
  }
  return 'the pattern has a character class without "]"';
}

/** `z-a`, and `a-\d`, which has no end. */
function isDescending(pattern: string, at: number): boolean {
  const range = /^([^\\[\]])-([^\\[\]]|\\[dDwWsS])/.exec(pattern.slice(at, at + 4));
  return range !== null && (range[2]!.length > 1 || range[1]! > range[2]!);
}

const verb = /^\(\*([A-Z_]+|[a-z_]{2,30}:)/;

/** `(?…` and `(*…` begin with what would be a quantifier elsewhere; a comment is skipped whole. */
function afterOpening(pattern: string, at: number): Step | string {
  if (pattern.startsWith('(?#', at)) {
    const end = pattern.indexOf(')', at);
    return end === -1 ? 'the pattern has a comment without ")"' : { at: end, operand: false, opens: 0 };
  }
  if (pattern[at + 1] === '*')
    return verb.test(pattern.slice(at, at + 24))
      ? { at: at + 1, operand: false }
      : 'the quantifier "*" has nothing to repeat';
  if (pattern[at + 1] !== '?') return { at, operand: false };
  const known = /^\(\?(?:[:=!>|&RPC<'^(-]|[imsxnJUR\d]|\+\d|\))/.test(pattern.slice(at, at + 3));
  return known ? { at: at + 1, operand: false } : 'the pattern has a group of an unknown kind';
}

function isRepetition(pattern: string, at: number): boolean {
  return pattern[at] === '{' && /^\{\d+(,\d*)?\}/.test(pattern.slice(at, at + 16));
}

const mostRepetitions = 65_535;

function afterQuantifier(pattern: string, at: number, operand: boolean): Step | string {
  if (!operand) return `the quantifier "${pattern[at]}" has nothing to repeat`;
  const bounds = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(at, at + 16));
  const [least, most] = [Number(bounds?.[1] ?? 0), Number(bounds?.[2] || (bounds?.[1] ?? 0))];
  if (least > most) return 'the pattern has bounds that are the wrong way round';
  if (most > mostRepetitions) return 'the pattern repeats too often';
  const end = bounds ? at + bounds[0].length - 1 : at;
  const lazyOrPossessive = pattern[end + 1] === '?' || pattern[end + 1] === '+';
  return { at: lazyOrPossessive ? end + 1 : end, operand: false };
}
