/** Tells whether a text matches a shell wildcard. */
export type WildcardMatcher = (text: string) => boolean;

export interface WildcardOptions {
  /** Wildcards do not match `/` (APR_FNM_PATHNAME). */
  readonly pathname: boolean;
  /** ASCII letters match in either case. */
  readonly caseless?: boolean;
  /** A period that begins the text must be written as such (APR_FNM_PERIOD). */
  readonly period?: boolean;
}

/** One element of a segment: it consumes exactly one byte. */
type Element = (byte: number) => boolean;

/** A segment between slashes: runs of elements with a `*` between each two. */
type Segment = readonly (readonly Element[])[];

const known = new Map<string, WildcardMatcher>();
const knownLimit = 1000;
/** Characters of all patterns that are kept: clients may send some, and a matcher takes much more room than its pattern. */
const knownLength = 64 * 1024;
let length = 0;

/**
 * Compiles a wildcard pattern with the meaning of apr_fnmatch: `*`, `?`, `[a-z]`, `[!a]`, backslash. Cost is at most the
 * text's length times the pattern's. What was compiled lately is kept.
 */
export function wildcardMatcher(pattern: string, options: WildcardOptions): WildcardMatcher {
  const { pathname, caseless, period } = options;
  const key = `${pathname ? 'p' : '-'}${caseless ? 'c' : '-'}${period ? '.' : '-'}${pattern}`;
  const found = known.get(key);
  if (found) return found;
  const matcher = compile(pattern, options);
  keep(key, matcher);
  return matcher;
}

function keep(key: string, matcher: WildcardMatcher): void {
  if (key.length > knownLength) return;
  if (known.size >= knownLimit || length + key.length > knownLength) {
    known.clear();
    length = 0;
  }
  known.set(key, matcher);
  length += key.length;
}

function compile(pattern: string, options: WildcardOptions): WildcardMatcher {
  const segments = parse(pattern, options);
  const matches: WildcardMatcher = options.pathname
    ? (text) => matchSegments(segments, text)
    : (text) => matchSegment(segments[0]!, text, 0, text.length);
  if (!options.period || /^\\?\./.test(pattern)) return matches;
  return (text) => !text.startsWith('.') && matches(text);
}

function matchSegments(segments: readonly Segment[], text: string): boolean {
  let start = 0;
  for (let at = 0; at < segments.length; at++) {
    const slash = text.indexOf('/', start);
    const isLast = at === segments.length - 1;
    if (isLast !== (slash === -1)) return false;
    const end = isLast ? text.length : slash;
    if (!matchSegment(segments[at]!, text, start, end)) return false;
    start = end + 1;
  }
  return true;
}

/** Whether httpd takes a text for a wildcard pattern (apr_fnmatch_test): `*`, `?` or a closed bracket, not escaped. */
export function isWildcard(text: string): boolean {
  let open = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '*' || character === '?') return true;
    if (character === '[') open = true;
    else if (character === ']' && open) return true;
    else if (character === '\\') at++;
  }
  return false;
}

/** A run between stars is found at its first place; the first and last runs are bound to the segment's ends. */
function matchSegment(runs: Segment, text: string, start: number, end: number): boolean {
  const first = runs[0]!;
  if (runs.length === 1) return end - start === first.length && matchRun(first, text, start);
  if (start + first.length > end || !matchRun(first, text, start)) return false;
  let at = start + first.length;
  const last = runs[runs.length - 1]!;
  const limit = end - last.length;
  for (let index = 1; index < runs.length - 1; index++) {
    const run = runs[index]!;
    while (at + run.length <= limit && !matchRun(run, text, at)) at++;
    at += run.length;
    if (at > limit) return false;
  }
  return at <= limit && matchRun(last, text, limit);
}

function matchRun(run: readonly Element[], text: string, start: number): boolean {
  for (let at = 0; at < run.length; at++) if (!run[at]!(text.charCodeAt(start + at))) return false;
  return true;
}

function parse(pattern: string, options: WildcardOptions): Segment[] {
  const segments: Element[][][] = [[[]]];
  const unclosed = new Set<number>();
  let at = 0;
  while (at < pattern.length) {
    const runs = segments[segments.length - 1]!;
    const isEscaped = pattern[at] === '\\' && at + 1 < pattern.length;
    if (isEscaped) at++;
    const character = pattern[at]!;
    const bracket = character === '[' && !isEscaped ? readBracket(pattern, at, options, unclosed) : undefined;
    if (options.pathname && character === '/') segments.push([[]]);
    else if (bracket) runs[runs.length - 1]!.push(bracket.element);
    else if (character === '*' && !isEscaped) runs.push([]);
    else
      runs[runs.length - 1]!.push(character === '?' && !isEscaped ? () => true : exactly(character, options));
    at = bracket?.end ?? at + 1;
  }
  return segments;
}

function lowered(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

/** Ranges compare C's signed characters: bytes from 0x80 come before all others. */
function signed(byte: number): number {
  return byte > 0x7f ? byte - 0x100 : byte;
}

function exactly(character: string, { caseless }: WildcardOptions): Element {
  const code = character.charCodeAt(0);
  if (!caseless) return (byte) => byte === code;
  const low = lowered(code);
  return (byte) => lowered(byte) === low;
}

/**
 * A bracket expression; `undefined` when it is not closed, and then `[` stands for itself. `unclosed` holds the places from which
 * no end was found before, so that many open brackets are not each read to the end.
 */
function readBracket(
  pattern: string,
  start: number,
  options: WildcardOptions,
  unclosed: Set<number>,
): { readonly element: Element; readonly end: number } | undefined {
  const negated = pattern[start + 1] === '!' || pattern[start + 1] === '^';
  const ranges: Range[] = [];
  const passed: number[] = [];
  let at = start + (negated ? 2 : 1);
  for (let first = true; first || pattern[at] !== ']'; first = false) {
    const member = unclosed.has(at) ? undefined : readMember(pattern, at, options.pathname);
    if (!first) passed.push(at);
    if (!member) {
      for (const place of passed) unclosed.add(place);
      return undefined;
    }
    ranges.push(member.range);
    at = member.end;
  }
  return { element: bracketElement(ranges, negated, options.caseless === true), end: at + 1 };
}

type Range = readonly [from: number, to: number];

/** A byte or a range of a bracket expression; `undefined` where that cannot go on. */
function readMember(
  pattern: string,
  start: number,
  pathname: boolean,
): { readonly range: Range; readonly end: number } | undefined {
  const from = start < pattern.length ? memberAt(pattern, start) : undefined;
  if (from === undefined || (pathname && pattern[from] === '/')) return undefined;
  const next = from + 1;
  let to = from;
  if (pattern[next] === '-' && pattern[next + 1] !== ']' && next + 1 < pattern.length) {
    to = pattern[next + 1] === '\\' ? next + 2 : next + 1;
    if (to >= pattern.length || (pathname && pattern[to] === '/')) return undefined;
  }
  return { range: [pattern.charCodeAt(from), pattern.charCodeAt(to)], end: to + 1 };
}

/** The offset of the byte a member stands for: past a backslash. */
function memberAt(pattern: string, at: number): number | undefined {
  if (pattern[at] !== '\\') return at;
  return at + 1 < pattern.length ? at + 1 : undefined;
}

function bracketElement(ranges: readonly Range[], negated: boolean, caseless: boolean): Element {
  const cells = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const inside = ranges.some(([from, to]) => {
      if (signed(byte) >= signed(from) && signed(byte) <= signed(to)) return true;
      if (!caseless || ![byte, from, to].some((each) => lowered(each) !== each)) return false;
      return lowered(byte) >= lowered(from) && lowered(byte) <= lowered(to);
    });
    cells[byte] = inside !== negated ? 1 : 0;
  }
  return (byte) => cells[byte] === 1;
}
