/*
 * Which requests do two configurations decide differently?
 *
 *   old ruleset ─┐                 ┌─ paths: places and their edges, strings that patterns find and miss     (paths, crossed-paths, pattern-samples)
 *                │                 │    what tells patterns from those that stood in their place              (changed-patterns, telling-texts)
 *                ├─ server pairs ──┤
 *   new ruleset ─┘   (servers)     └─ for each path: a first look at what its rules depend on               (compare-paths)
 *                                        │ methods, fields, addresses, credentials … that make them true or false
 *                                        ▼                                           (read-settings, read-expression, dimensions)
 *                            combinations ─ decide under both ─ verdicts ─ what differs                (combine, decide, verdict)
 *                                                                              │ largest sets that differ alike      (cubes)
 *                                                                              ▼
 *                                    classes with example, lines, openings; and what could not be decided   (classes, undecided)
 *
 * Both sides run the evaluation that serves requests, in one supposed world (supposed-world): files are there, credentials are right or
 * wrong as the request has it. Nothing is sampled by chance: values come from what the two configurations say. Where the settings of a
 * path are equal on both sides, and the server's, a first look is enough; paths with equal settings share one table.
 */

import { noNames } from '../evaluate/host-addresses.js';
import { loadProgram, type Program } from '../evaluate/program.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { type ChangedPatterns, changedPatterns, textsByPattern } from './changed-patterns.js';
import { saysTheSame } from './changed-places.js';
import { type ChosenPaths, choosePaths } from './chosen-paths.js';
import { classesOf, type ExplainedClass } from './classes.js';
import { PairComparison, type PathDifference } from './compare-paths.js';
import { type Comparison, leaveOut } from './comparison.js';
import type { DiffResult } from './decision-diff.js';
import { type DiffOptions, usualLimits } from './diff-options.js';
import { Identities, plainText } from './identities.js';
import { withTelling } from './pattern-samples.js';
import { type Rests, reasonsByPlace } from './reasons.js';
import { type ServerPair, serverPairs } from './servers.js';
import { KnownFiles } from './supposed-files.js';
import { folderNames } from './supposed-folders.js';
import { SupposedWorld } from './supposed-world.js';
import { undecidedOf } from './undecided.js';
import { undecidedPatterns } from './undecided-patterns.js';
import { sectionsUntried, untriedOf } from './untried.js';

/** Tells which requests two rulesets decide differently. */
export const diffRulesets = (old: Ruleset, now: Ruleset, options: DiffOptions = {}): DiffResult =>
  explainedDiff(old, now, options).result;

/** A result, and for each of its classes in turn what explains it. */
export interface ExplainedDiff {
  readonly result: DiffResult;
  readonly classes: readonly ExplainedClass[];
}

/** The same with a reason for each request: what has none is in classes of its own. */
export function explainedDiff(
  old: Ruleset,
  now: Ruleset,
  options: DiffOptions,
  reasonsFor?: (rests: Rests) => readonly number[],
): ExplainedDiff {
  const nothing = {
    changed: false,
    classes: [],
    undecided: [],
    effort: { paths: 0, requests: 0, cutOff: [], untried: [] },
  };
  if (old === now || plainText(old) === plainText(now)) return { result: nothing, classes: [] };
  const patterns = changedPatterns(old, now);
  return withTelling(textsByPattern(patterns.changed), () =>
    comparedDiff(old, now, options, patterns, reasonsFor),
  );
}

function comparedDiff(
  old: Ruleset,
  now: Ruleset,
  options: DiffOptions,
  patterns: ChangedPatterns,
  reasonsFor?: (rests: Rests) => readonly number[],
): ExplainedDiff {
  const comparison = newComparison(old, now, options);
  const [before, after] = [old, now].map((ruleset) => programOf(ruleset, comparison.world, options));
  if (patterns.left > 0) comparison.cutOff.add(`${patterns.left} pairs of patterns were not compared`);
  const chosen = new Map<ServerPair, ChosenPaths>();
  const differences: PathDifference[] = [];
  for (const pair of changedFirst(serverPairs(before!, after!), comparison)) {
    const paths = choosePaths(pair, comparison, options);
    chosen.set(pair, paths);
    for (const path of paths.left) leaveOut(comparison, { pair, path, why: 'paths' });
    for (const each of comparePair(pair, paths.tried.tried, comparison)) differences.push(each);
  }
  const names = options.names ?? { old: old.files[0] ?? 'OLD', new: now.files[0] ?? 'NEW' };
  const { requests, untried } = comparison;
  const tried = new Map([...chosen].map(([pair, paths]) => [pair, paths.tried]));
  const reasons = reasonsFor && reasonsByPlace(comparison.world, reasonsFor);
  const explained = classesOf(differences, tried, comparison.world, names, reasons);
  const classes = explained.map((each) => each.requests);
  const result = {
    changed: classes.length > 0,
    classes,
    undecided: [
      ...undecidedOf(comparison, before!, after!, sectionsUntried(untried, chosen)),
      ...undecidedPatterns(patterns.changed, chosen),
    ],
    effort: {
      paths: [...tried.values()].reduce((sum, { tried: all }) => sum + all.length, 0),
      requests,
      cutOff: [...comparison.cutOff],
      untried: untriedOf(untried, chosen),
    },
  };
  return { result, classes: explained };
}

function newComparison(old: Ruleset, now: Ruleset, options: DiffOptions): Comparison {
  const files = new KnownFiles(options.readFile);
  return {
    world: new SupposedWorld(files, folderNames([old, now])),
    files,
    identities: new Identities(),
    limits: { ...usualLimits, ...options.limits },
    methods: options.methods ?? [],
    requests: 0,
    cutOff: new Set(),
    untried: [],
    reached: { old: new Set(), new: new Set() },
    silent: new Map(),
    unread: { old: new Set(), new: new Set() },
  };
}

function programOf(ruleset: Ruleset, { machine }: SupposedWorld, { surroundings }: DiffOptions): Program {
  const { names = noNames, typeOf = () => undefined, environment = {} } = surroundings ?? {};
  return loadProgram(ruleset, { names, typeOf, environment, machine });
}

/** Servers that say the same come last. */
function changedFirst(pairs: readonly ServerPair[], { identities }: Comparison): readonly ServerPair[] {
  const isChanged = ({ old, new: now }: ServerPair): boolean => !saysTheSame(old.host, now.host, identities);
  return [...pairs.filter(isChanged), ...pairs.filter((pair) => !isChanged(pair))];
}

/** How many paths are tried where the same servers answer as elsewhere, unless there are many such places. */
const pathsElsewhere = 40;
const manyEntries = 20;

/** All paths where requests come in first, a few wherever else they do: the same servers answer there. */
function comparePair(
  pair: ServerPair,
  paths: readonly string[],
  comparison: Comparison,
): readonly PathDifference[] {
  const compared = new PairComparison(pair, comparison);
  const [first, ...others] = pair.entries;
  const found = paths.flatMap((path) => compared.differences(first!, path));
  if (found.length > 0) return found;
  const some = paths.slice(0, others.length > manyEntries ? 2 : pathsElsewhere);
  if (others.length > 0 && some.length < paths.length)
    comparison.cutOff.add(
      `of ${paths.length} paths of a server ${some.length} were tried by its other names and addresses`,
    );
  return others.flatMap((entry) => some.flatMap((path) => compared.differences(entry, path)));
}
