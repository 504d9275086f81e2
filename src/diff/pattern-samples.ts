import { captureOf } from '../pattern/check.js';
import { beginCount, endCount, mostSteps, PatternOverrun } from '../pattern/overrun.js';
import { parsePattern } from '../pattern/parse.js';
import { groupNumbers, type ParsedPattern, type Pattern } from '../pattern/tree.js';
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
  const key = `${regex.flags}/${regex.pattern}`;
  const found = known.get(key);
  if (found) return found;
  const made = makeSamples(regex);
  if (known.size >= mostKnown) known.clear();
  known.set(key, made);
  return made;
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
const preferred = [...'aexbcdfghijklmnopqrstuvwyz', ...'0159', ...'AB', '/', '-', '.', '_', ' ', '@', ':'];

function charactersOf(set: Uint8Array): readonly string[] {
  const good = preferred.filter((character) => set[character.charCodeAt(0)]);
  const [first] = good;
  // What stands for anything stands for a slash, too.
  const slash = set[0x2f] && first !== undefined && first !== '/' ? ['/'] : [];
  const digit = good.find((character) => /\d/.test(character));
  if (first !== undefined) return unique([first, ...(digit === undefined ? [] : [digit]), ...slash]);
  const any = set.findIndex((member) => member !== 0);
  return any === -1 ? [] : [String.fromCharCode(any)];
}

/** Candidates, the plainest first. Assertions are passed over: what they forbid is sorted out afterwards. */
function textsOf(pattern: Pattern, whole: ParsedPattern, depth: number): readonly string[] {
  if (depth > deepest) return [];
  switch (pattern.kind) {
    case 'set':
      return charactersOf(pattern.set);
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
      // What has to stand before is put there.
      return pattern.behind && !pattern.negated ? textsOf(pattern.body, whole, depth + 1) : [''];
    case 'fail':
      return [];
    default:
      return [''];
  }
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
  whole: ParsedPattern,
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
