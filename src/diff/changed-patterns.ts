import type { Place } from '../explain/explanation.js';
import { placeOf } from '../explain/place.js';
import type { Origin } from '../ruleset/origin.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Regex } from '../ruleset/text.js';
import { patternKey } from './pattern-samples.js';
import { type TellingTexts, tellingTexts } from './telling-texts.js';

/** A pattern of the old configuration and one that stands in its place in the new one. */
export interface ChangedPattern {
  readonly old: PlacedPattern;
  readonly new: PlacedPattern;
  readonly telling: TellingTexts;
}

export interface PlacedPattern {
  readonly regex: Regex;
  /** The names of the parts of a ruleset that lead to it. */
  readonly role: string;
  readonly place: Place | undefined;
}

/** Whether a pattern is about values of requests, each of which is tried wherever it stands, not about paths. */
export const isOnValues = ({ role }: PlacedPattern): boolean =>
  !/\.(?:locations|directories|directoryMatches|files|proxies|aliases|redirects|passes)\.match\.regex$|\.rules\.pattern$/.test(
    role,
  );

const mostPairs = 200;
/** A pattern is compared with so many of the other configuration where it is not plain which one stands in its place. */
const mostBeside = 6;

export interface ChangedPatterns {
  readonly changed: readonly ChangedPattern[];
  /** How many pairs are too many. */
  readonly left: number;
}

/** The patterns that only one of two rulesets has, each beside those that stand in its place. */
export function changedPatterns(old: Ruleset, now: Ruleset): ChangedPatterns {
  const [before, after] = [byRole(patternsIn(old)), byRole(patternsIn(now))];
  const pairs = [...before].flatMap(([role, all]) => pairsOf(all, after.get(role) ?? []));
  const changed = pairs
    .slice(0, mostPairs)
    .map(([mine, theirs]) => ({ old: mine, new: theirs, telling: tellingTexts(mine.regex, theirs.regex) }));
  return { changed, left: Math.max(0, pairs.length - mostPairs) };
}

/** By the keys of patterns, the texts that tell them from what stands in their place. */
export function textsByPattern(changed: readonly ChangedPattern[]): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, readonly string[]>();
  for (const { old, new: now, telling = [] } of changed)
    for (const { regex } of [old, now]) {
      const key = patternKey(regex);
      texts.set(key, [...new Set([...(texts.get(key) ?? []), ...telling])]);
    }
  return texts;
}

type Pair = readonly [old: PlacedPattern, now: PlacedPattern];

function pairsOf(old: readonly PlacedPattern[], now: readonly PlacedPattern[]): readonly Pair[] {
  const [mine, theirs] = [withoutThose(old, now), withoutThose(now, old)];
  if (mine.length === theirs.length) return mine.map((each, at) => [each, theirs[at]!]);
  return mine.flatMap((each, at) => {
    const first = Math.max(0, Math.min(at - mostBeside / 2, theirs.length - mostBeside));
    return theirs.slice(first, first + mostBeside).map((beside): Pair => [each, beside]);
  });
}

/** Each pattern once that the other list has not. */
function withoutThose(
  own: readonly PlacedPattern[],
  other: readonly PlacedPattern[],
): readonly PlacedPattern[] {
  const known = new Set(other.map(({ regex }) => patternKey(regex)));
  return own.filter(({ regex }) => {
    const key = patternKey(regex);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

function byRole(patterns: readonly PlacedPattern[]): ReadonlyMap<string, readonly PlacedPattern[]> {
  const found = new Map<string, PlacedPattern[]>();
  for (const each of patterns) {
    const known = found.get(each.role);
    if (known) known.push(each);
    else found.set(each.role, [each]);
  }
  return found;
}

function patternsIn(ruleset: Ruleset): readonly PlacedPattern[] {
  const found: PlacedPattern[] = [];
  const collect = (value: unknown, role: string, place: Place | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isRegex(value)) {
      found.push({ regex: value, role, place });
      return;
    }
    const here = 'from' in value ? (placeFrom(value.from, ruleset) ?? place) : place;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'from' || isIndifferent(role, key)) continue;
      collect(inner, Array.isArray(value) || operands.has(key) ? role : `${role}.${key}`, here);
    }
  };
  collect(ruleset, '', undefined);
  return found;
}

/** Which part of a condition a pattern stands in tells nothing of what it stands for. */
const operands: ReadonlySet<string> = new Set(['left', 'right', 'operand']);

/** Fields of responses decide nothing. */
const isIndifferent = (role: string, key: string): boolean =>
  role.endsWith('.mod_headers') && key.startsWith('response');

const placeFrom = (from: unknown, { files }: Ruleset): Place | undefined =>
  isOrigin(from) ? placeOf(from, files) : undefined;

const isOrigin = (value: unknown): value is Origin =>
  typeof value === 'object' && value !== null && 'line' in value && typeof value.line === 'number';

const isRegex = (value: object): value is Regex =>
  'pattern' in value &&
  typeof value.pattern === 'string' &&
  'flags' in value &&
  typeof value.flags === 'string';
