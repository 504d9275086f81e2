import { captureOf } from '../pattern/check.js';
import { beginCount, endCount, mostSteps, PatternOverrun } from '../pattern/overrun.js';
import { parsePattern } from '../pattern/parse.js';
import { groupNumbers, type Look, type ParsedPattern, type Pattern } from '../pattern/tree.js';
import { compileRegex } from '../ruleset/regex.js';
import type { Regex } from '../ruleset/text.js';

/** Texts that a pattern finds, and near misses. */
export interface Samples {
  readonly matching: readonly string[];
  readonly failing: readonly string[];
}

const mostCandidates = 12;
const mostSamples = 5;
const longestSample = 300;
const deepest = 60;
/** How many steps a search for one sample may take. */
const sampleSteps = 100_000;

const known = new Map<string, Samples>();
const mostKnown = 5000;

/**
 * Texts made from a pattern's tree: each branch and count is taken once, and what comes of it is kept only where the pattern itself
 * says so. Both lists may be empty: then nothing is known of it.
 */
export function samplesOf(regex: Regex): Samples {
  const key = patternKey(regex);
  const found = known.get(key) ?? makeSamples(regex);
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  const more = telling.get(key);
  return more ? withTexts(regex, found, more) : found;
}

/** Two patterns that say the same in the same words have the same key. */
export const patternKey = ({ pattern, flags }: Regex): string => `${flags}/${pattern}`;

let telling: ReadonlyMap<string, readonly string[]> = new Map();

/** While something is done, patterns have more texts, by their keys, besides those that are made from them alone. */
export function withTelling<Result>(
  texts: ReadonlyMap<string, readonly string[]>,
  done: () => Result,
): Result {
  const outer = telling;
  telling = texts;
  try {
    return done();
  } finally {
    telling = outer;
  }
}

function withTexts(regex: Regex, { matching, failing }: Samples, texts: readonly string[]): Samples {
  const fits = tester(regex);
  return {
    matching: unique([...texts.filter(fits), ...matching]),
    failing: unique([...texts.filter((text) => !fits(text)), ...failing]),
  };
}

/** More texts than the samples, and near misses, found or not. */
export function candidatesOf(regex: Regex): readonly string[] {
  const parsed = parsePattern(regex.pattern, regex.flags);
  if (parsed.flaw !== undefined || parsed.unserved !== undefined) return [];
  const whole = { ...parsed, wide: true };
  const plain = textsOf(parsed.tree, whole, 0).filter((text) => text.length <= longestSample);
  return unique(plain.flatMap((text) => [text, `/${text}`, text.toUpperCase(), ...misses(text)]));
}

function makeSamples(regex: Regex): Samples {
  const parsed = parsePattern(regex.pattern, regex.flags);
  if (parsed.flaw !== undefined || parsed.unserved !== undefined) return { matching: [], failing: [] };
  const fits = tester(regex);
  const plain = textsOf(parsed.tree, parsed, 0).filter((text) => text.length <= longestSample);
  const candidates = [...plain, ...plain.slice(0, 1).map((text) => text.toUpperCase())];
  const matching = unique(candidates.filter(fits)).slice(0, mostSamples);
  const near = matching.flatMap(misses);
  const failing = unique([...near, ...candidates, 'x', '/x', '']).filter((text) => !fits(text));
  return { matching, failing: failing.slice(0, mostSamples) };
}

/** Whether a text is found; a search that takes too long finds nothing. */
export function tester(regex: Regex): (text: string) => boolean {
  const compiled = compileRegex(regex);
  return (text) => {
    const outer = beginCount(mostSteps - sampleSteps);
    try {
      return compiled.test(text);
    } catch (thrown) {
      if (thrown instanceof PatternOverrun) return false;
      throw thrown;
    } finally {
      endCount(outer);
    }
  };
}

/** One more or less at either end, and another character in the middle. */
function misses(text: string): readonly string[] {
  const middle = Math.floor(text.length / 2);
  return [
    `${text}x`,
    text.slice(0, -1),
    `x${text}`,
    text.slice(1),
    `${text.slice(0, middle)}~${text.slice(middle + 1)}`,
    `/x${text}`,
  ];
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Characters that stand well in paths and values, the best first; then any. */
export const preferred: readonly string[] = [
  ...'aexbcdfghijklmnopqrstuvwyz',
  ...'0159',
  ...'AB',
  '/',
  '-',
  '.',
  '_',
  ' ',
  '@',
  ':',
];

function charactersOf(set: Uint8Array, wide = false): readonly string[] {
  const good = preferred.filter((character) => set[character.charCodeAt(0)]);
  const [first] = good;
  // What stands for anything stands for a slash, too.
  const slash = set[0x2f] && first !== undefined && first !== '/' ? ['/'] : [];
  const digit = good.find((character) => /\d/.test(character));
  const more = wide ? edgesOf(set) : [];
  if (first !== undefined) return unique([first, ...(digit === undefined ? [] : [digit]), ...slash, ...more]);
  const any = set.findIndex((member) => member !== 0);
  return any === -1 ? [] : [String.fromCharCode(any)];
}

/** The ends of each range of a set, and what stands beside them. */
function edgesOf(set: Uint8Array): readonly string[] {
  const bytes = Array.from({ length: 0x7e - 0x21 }, (_, at) => at + 0x21);
  return bytes
    .filter((byte) => set[byte] !== set[byte + 1])
    .flatMap((byte) => [byte, byte + 1].map(characterOf));
}

const characterOf = (byte: number): string => String.fromCharCode(byte);

/** A pattern of which more texts may be wanted. */
type Sampled = ParsedPattern & { readonly wide?: boolean };

/** Candidates, the plainest first. Assertions are passed over: what they forbid is sorted out afterwards. */
function textsOf(pattern: Pattern, whole: Sampled, depth: number): readonly string[] {
  if (depth > deepest) return [];
  switch (pattern.kind) {
    case 'set':
      return charactersOf(pattern.set, whole.wide);
    case 'sequence':
      return joined(pattern.parts.map((part) => textsOf(part, whole, depth + 1)));
    case 'alternation':
      return spread(pattern.branches.map((branch) => textsOf(branch, whole, depth + 1)));
    case 'group':
    case 'capture':
      return textsOf(pattern.body, whole, depth + 1);
    case 'repeat':
      return repeated(pattern, textsOf(pattern.body, whole, depth + 1));
    case 'reference':
    case 'call':
      return referred(pattern, whole, depth);
    case 'conditional':
      return pattern.definition
        ? ['']
        : spread(pattern.branches.map((branch) => textsOf(branch, whole, depth + 1)));
    case 'look':
      return aroundOf(pattern, whole, depth);
    case 'fail':
      return [];
    default:
      return [''];
  }
}

/** What has to stand before is put there; what must not stand there or stands ahead is tried in its place, too. */
function aroundOf({ behind, negated, body }: Look, whole: Sampled, depth: number): readonly string[] {
  const texts = textsOf(body, whole, depth + 1);
  return behind && !negated ? texts : unique(['', ...texts]);
}

function repeated({ min, max }: { min: number; max: number }, texts: readonly string[]): readonly string[] {
  const counts = new Set([Math.max(min, Math.min(1, max)), min, Math.min(max, min + 1)]);
  const [first] = texts;
  if (first === undefined) return min === 0 ? [''] : [];
  const made = [...counts].map((count) => first.repeat(Math.min(count, longestSample)));
  const others = min <= 1 && max >= 1 ? texts.slice(1) : [];
  return unique([...made, ...others]).slice(0, mostCandidates);
}

function referred(
  { to }: Extract<Pattern, { kind: 'reference' | 'call' }>,
  whole: Sampled,
  depth: number,
): readonly string[] {
  const [number] = groupNumbers(to, whole);
  const group = number ? captureOf(whole.tree, number) : undefined;
  return group ? textsOf(group.body, whole, depth + 10).slice(0, 2) : [''];
}

/** Each part in its plainest form, then one after the other in its other forms. */
function joined(parts: readonly (readonly string[])[]): readonly string[] {
  if (parts.some((texts) => texts.length === 0)) return [];
  const plain = parts.map(([text]) => text!);
  const made = [plain.join('')];
  for (const [at, texts] of parts.entries()) {
    for (const other of texts.slice(1)) {
      made.push([...plain.slice(0, at), other, ...plain.slice(at + 1)].join(''));
      if (made.length >= 4 * mostCandidates) return unique(made).slice(0, mostCandidates);
    }
  }
  return unique(made).slice(0, mostCandidates);
}

/** The first of each branch, then their seconds. */
function spread(lists: readonly (readonly string[])[]): readonly string[] {
  const most = Math.max(0, ...lists.map(({ length }) => length));
  const made: string[] = [];
  for (let at = 0; at < most; at++) made.push(...lists.flatMap((list) => list.slice(at, at + 1)));
  return unique(made).slice(0, mostCandidates * 2);
}
