import type { Host, Section } from '../ruleset/ruleset.js';
import type { Regex } from '../ruleset/text.js';
import { wildcardMatcher } from '../source/wildcard.js';
import { type Mapping, mappingsOf, pathsFinding } from './path-places.js';
import { listed } from './path-sets.js';
import { samplesOf, tester } from './pattern-samples.js';
import { wildcardSamples } from './wildcard-samples.js';

/** What takes some paths of a server: a section, a mapping or a rule. */
export interface Taker {
  /** Equal for two that take the same paths. */
  readonly key: string;
  /** For people. */
  readonly name: string;
  readonly samples: readonly string[];
  readonly takes: (path: string) => boolean;
  /** A place by its name: two of these have nothing in common but what one has below the other. */
  readonly literal: boolean;
}

/** A path, and what takes it for sure. */
interface Place {
  readonly path: string;
  readonly takers: readonly Taker[];
}

const mostTaken = 3000;
/** How many joined paths are looked at. */
const mostJoined = 60_000;
/** How many paths that more than three take at once are tried. */
const mostDeep = 500;
const samplesEach = 3;
const joinedEach = 2;

/**
 * Paths that several sections, mappings or rules take at once: names of files where patterns look, patterns below places, paths that two
 * or more patterns find. Where too many meet, `cutOff` is told. The first takers are tried with each other first.
 */
export function crossedPaths(takers: readonly Taker[], cutOff: Set<string>): ReadonlySet<string> {
  const search: Search = { found: new Set(), left: mostJoined, most: mostTaken, leftOut: new Set() };
  const singles = takers.flatMap((taker) =>
    taker.samples.slice(0, samplesEach).map((path): Place => ({ path, takers: [taker] })),
  );
  let places = joinedWith(singles, takers, search);
  places = joinedWith(places, takers, search);
  search.most = Math.min(mostTaken, search.found.size + mostDeep);
  while (places.length > 0) places = joinedWith(withoutRepeats(places), takers, search);
  if (search.leftOut.size > 0)
    cutOff.add(
      `of the paths that several sections or rules take at once ${search.found.size} were tried, not all; left out beside some others: ${listed([...search.leftOut]).join(', ')}`,
    );
  return search.found;
}

interface Search {
  readonly found: Set<string>;
  left: number;
  /** How many may be found. */
  most: number;
  /** Those that were not tried with all others. */
  readonly leftOut: Set<string>;
}

/** Each place in what each other taker takes, too; of two places by their names one has what the other has, or nothing. */
function joinedWith(places: readonly Place[], takers: readonly Taker[], search: Search): readonly Place[] {
  const made: Place[] = [];
  const open = places.filter((place) => !place.takers.some(({ literal }) => literal));
  for (const taker of takers)
    for (const place of taker.literal ? open : places) {
      if (place.takers.includes(taker)) continue;
      if (search.left <= 0 || search.found.size >= search.most) {
        search.leftOut.add(taker.name);
        break;
      }
      const both = [...place.takers, taker];
      for (const path of pathsOfBoth(place.path, taker, both, search)) {
        search.found.add(path);
        made.push({ path, takers: both });
      }
    }
  return made;
}

/** The same takers in another order have nothing more in common. */
function withoutRepeats(places: readonly Place[]): readonly Place[] {
  const numbers = new Map<Taker, number>();
  for (const taker of places.flatMap(({ takers }) => takers))
    if (!numbers.has(taker)) numbers.set(taker, numbers.size);
  const known = new Map<string, Place>();
  for (const place of places) {
    const sorted = place.takers.map((taker) => numbers.get(taker)!).sort((one, other) => one - other);
    known.set(`${sorted.join()} ${place.path}`, place);
  }
  return [...known.values()];
}

function pathsOfBoth(
  path: string,
  { samples }: Taker,
  both: readonly Taker[],
  search: Search,
): readonly string[] {
  const kept: string[] = [];
  const seen = new Set<string>();
  for (const sample of samples.slice(0, samplesEach))
    for (const joined of [...joins(path, sample), ...joins(sample, path)]) {
      if (kept.length === joinedEach) return kept;
      if (seen.has(joined) || !joined.startsWith('/')) continue;
      seen.add(joined);
      search.left--;
      if (both.every(({ takes }) => takes(joined))) kept.push(joined);
    }
  return kept;
}

/** Ways to put one text behind or into another, whole parts at a time. */
function joins(path: string, tail: string): readonly string[] {
  const name = tail.slice(tail.lastIndexOf('/') + 1);
  const last = path.lastIndexOf('/') + 1;
  const base = path.replace(/\/+$/, '');
  return [
    `${base}/${tail.replace(/^\/+/, '')}`,
    ...(tail.startsWith('/') ? [] : [path + tail]),
    path + name,
    ...cutsOf(tail).map((cut) => `${base}/${tail.slice(cut)}`),
    ...cutsOf(path).map((cut) => path.slice(0, cut) + name),
    path.slice(0, last) + name + path.slice(last),
  ];
}

const mostCuts = 6;

/** Behind each slash, the last first. */
function cutsOf(text: string): readonly number[] {
  const cuts = [...text.matchAll(/\//g)].map(({ index }) => index + 1);
  return cuts.reverse().slice(0, mostCuts);
}

/** What takes paths of some servers, and paths that conditions look for. */
export function takersOf(hosts: readonly ServedHost[], written: Iterable<string>): readonly Taker[] {
  const found = new Map<string, Taker>();
  const add = (taker: Taker): void => {
    if (taker.samples.length > 0 && !found.has(taker.key)) found.set(taker.key, taker);
  };
  for (const { part } of hosts) for (const section of part.files) add(fileTaker(section, ''));
  for (const host of hosts) for (const taker of patternTakers(host)) add(taker);
  for (const host of hosts) for (const taker of placeTakers(host)) add(taker);
  for (const path of [...written].slice(0, mostWritten))
    add(literalTaker(path.startsWith('/') ? path : `/${path}`));
  return [...found.values()];
}

/** A part of a server, and the whole, which tells where paths lead. */
export interface ServedHost {
  readonly part: Host;
  readonly whole: Host;
}

const mostWritten = 40;

/** Sections, mappings and rules that have patterns for paths. */
function patternTakers({ part, whole }: ServedHost): readonly Taker[] {
  const { locations, directoryMatches, mod_alias, mod_proxy, mod_rewrite } = part;
  const mappings = mappingsOf(whole);
  const matches = [...locations, ...mod_alias.aliases, ...mod_alias.redirects, ...mod_proxy.passes];
  return [
    ...matches.flatMap(({ match }) =>
      match.kind === 'regex'
        ? [regexTaker(match.regex)]
        : match.kind === 'wildcard'
          ? [wildcardTaker(match.pattern)]
          : [],
    ),
    ...directoryMatches.flatMap(({ match }) =>
      match.kind === 'regex' ? [folderTaker(match.regex, mappings)] : [],
    ),
    ...mod_rewrite.rules.map(({ pattern }) => regexTaker(pattern)),
  ];
}

function placeTakers({ part, whole }: ServedHost): readonly Taker[] {
  const { locations, directories, mod_alias, mod_proxy } = part;
  const mappings = mappingsOf(whole);
  const matches = [...locations, ...mod_alias.aliases, ...mod_alias.redirects, ...mod_proxy.passes];
  const places = matches.flatMap(({ match }) => (match.kind === 'prefix' ? [match.prefix] : []));
  const inside = directories.flatMap(({ match, files }) =>
    match.kind === 'prefix'
      ? mappings.flatMap(({ prefix, root }) => {
          const folder = match.prefix.replace(/\/+$/, '');
          if (folder !== root && !folder.startsWith(`${root}/`)) return [];
          const base = prefix + folder.slice(root.length);
          return [literalTaker(base), ...files.map((section) => fileTaker(section, base))];
        })
      : [],
  );
  return [...places.map(literalTaker), ...inside];
}

function literalTaker(place: string): Taker {
  const base = place.replace(/\/+$/, '');
  return {
    key: `place ${base}`,
    name: base,
    // The whole server has nothing that its patterns do not have already.
    samples: base === '' ? [] : [base],
    takes: (path) => path === base || path.startsWith(`${base}/`),
    literal: true,
  };
}

function regexTaker(regex: Regex): Taker {
  return {
    key: `pattern ${regex.flags}/${regex.pattern}`,
    name: regex.pattern,
    samples: samplesOf(regex).matching,
    takes: tester(regex),
    literal: false,
  };
}

function wildcardTaker(pattern: string): Taker {
  const fits = wildcardMatcher(pattern, { pathname: true });
  const deep = pattern.split('/').length;
  return {
    key: `wildcard ${pattern}`,
    name: pattern,
    samples: wildcardSamples(pattern, true).matching,
    // Such a section covers what is below, too.
    takes: (path) => fits(path.split('/').slice(0, deep).join('/')),
    literal: false,
  };
}

function folderTaker(regex: Regex, mappings: readonly Mapping[]): Taker {
  const fits = tester(regex);
  const lead = mappings.map(({ prefix, root }) => `${prefix}=${root}`).join(' ');
  return {
    key: `folder ${lead} ${regex.flags}/${regex.pattern}`,
    name: regex.pattern,
    samples: pathsFinding(regex, mappings),
    takes: (path) =>
      mappings.some(
        ({ prefix, root }) => path.startsWith(`${prefix}/`) && fits(root + path.slice(prefix.length)),
      ),
    literal: false,
  };
}

function fileTaker({ match }: Section, base: string): Taker {
  const fits =
    match.kind === 'regex'
      ? tester(match.regex)
      : match.kind === 'wildcard'
        ? wildcardMatcher(match.pattern, { pathname: true })
        : (name: string) => name === match.prefix;
  const names =
    match.kind === 'regex'
      ? samplesOf(match.regex)
          .matching.flatMap((name) => [name, `page${name}`])
          .filter(fits)
      : match.kind === 'wildcard'
        ? wildcardSamples(match.pattern, true).matching
        : [match.prefix];
  return {
    key: `file ${base} ${JSON.stringify(match)}`,
    name:
      match.kind === 'prefix'
        ? match.prefix
        : match.kind === 'wildcard'
          ? match.pattern
          : match.regex.pattern,
    samples: names.filter((name) => name !== '' && !name.includes('/')).map((name) => `${base}/${name}`),
    takes: (path) => path.startsWith(`${base}/`) && fits(path.slice(path.lastIndexOf('/') + 1)),
    literal: false,
  };
}
