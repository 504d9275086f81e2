import type { Section } from '../ruleset/ruleset.js';
import { changedPart } from './changed-places.js';
import type { Comparison } from './comparison.js';
import { crossedPaths, type Taker, takersOf } from './crossed-paths.js';
import type { DiffOptions } from './diff-options.js';
import { TriedPaths } from './path-sets.js';
import { gatherPaths, PathCandidates } from './paths.js';
import type { ServerPair } from './servers.js';

/** The paths that are tried on a server, and those beyond the limit. */
export interface ChosenPaths {
  readonly tried: TriedPaths;
  readonly left: readonly string[];
  /** The sections that paths were made for. */
  readonly madeFor: ReadonlyMap<string, readonly Section[]>;
  /** Paths of places that the two configurations say different things for. */
  readonly changed: ReadonlySet<string>;
}

/** All paths that the two configurations tell apart: first those of places that have changed, of each section one after the other. */
export function choosePaths(pair: ServerPair, comparison: Comparison, options: DiffOptions): ChosenPaths {
  const { identities, limits, cutOff } = comparison;
  const programs = [pair.old, pair.new];
  const parts = [
    { whole: pair.old.host, part: changedPart(pair.old.host, pair.new.host, identities) },
    { whole: pair.new.host, part: changedPart(pair.new.host, pair.old.host, identities) },
  ];
  const candidates = new PathCandidates();
  for (const [at, program] of programs.entries()) gatherPaths(program, candidates, parts[at]!.part);
  const changedTakers = takersOf(parts, []);
  candidates.asFirst();
  for (const program of programs) gatherPaths(program, candidates);
  const wholes = programs.map(({ host }) => ({ whole: host, part: host }));
  const takers = new Map(
    [...changedTakers, ...takersOf(wholes, candidates.said)].map((one) => [one.key, one]),
  );
  for (const path of crossedPaths([...takers.values()], candidates.cutOff)) candidates.add(path);
  for (const path of options.paths ?? []) candidates.addWritten(path);
  for (const each of candidates.cutOff) cutOff.add(each);
  const changed = changedPaths(candidates, changedTakers);
  const all = inOrder(candidates, changed, new Set(options.paths));
  if (all.length > limits.paths) cutOff.add(`of ${all.length} paths of a server ${limits.paths} were tried`);
  return {
    tried: new TriedPaths(all.slice(0, limits.paths), [...candidates.bases]),
    left: all.slice(limits.paths),
    madeFor: candidates.targets,
    changed,
  };
}

/** How many times a pattern is asked about a path. */
const mostAsked = 2_000_000;

/** The paths made for what has changed, and others that it takes. */
function changedPaths({ first, targets }: PathCandidates, takers: readonly Taker[]): ReadonlySet<string> {
  const bases = new Set(takers.filter(({ literal }) => literal).map(({ name }) => name));
  const patterns = takers
    .filter(({ literal }) => !literal)
    .slice(0, Math.ceil(mostAsked / (targets.size + 1)));
  const found = new Set(first.targets);
  for (const path of targets.keys())
    if (isBelow(path, bases) || patterns.some(({ takes }) => takes(path))) found.add(path);
  return found;
}

function isBelow(path: string, bases: ReadonlySet<string>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
    if (bases.has(path.slice(0, end))) return true;
  return false;
}

/** Those that were asked for, then those of changed places; among these each section's first path, then each one's second, and so on. */
function inOrder(
  { targets }: PathCandidates,
  changed: ReadonlySet<string>,
  wanted: ReadonlySet<string>,
): readonly string[] {
  const counts = new Map<Section, number>();
  const placed = [...targets].map(([path, [section]]) => {
    const turn = section ? (counts.get(section) ?? 0) : 1;
    if (section) counts.set(section, turn + 1);
    return { path, rank: wanted.has(path) ? 0 : changed.has(path) ? 1 : 2, turn };
  });
  return placed.sort((one, other) => one.rank - other.rank || one.turn - other.turn).map(({ path }) => path);
}
