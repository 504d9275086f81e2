import type { Program } from '../evaluate/program.js';
import { placeOf } from '../explain/place.js';
import type { Section } from '../ruleset/ruleset.js';
import { everySection } from '../ruleset/settings-of.js';
import type { ChosenPaths } from './chosen-paths.js';
import type { UntriedPaths, UntriedReason } from './comparison.js';
import type { Untried } from './decision-diff.js';
import type { ServerPair } from './servers.js';

/** What was left out at the limits, place by place; those that have changed first. */
export function untriedOf(
  left: readonly UntriedPaths[],
  chosen: ReadonlyMap<ServerPair, ChosenPaths>,
): readonly Untried[] {
  const found = new Map<string, { told: Untried; paths: number }>();
  for (const { pair, path, why } of left) {
    const { madeFor, changed, tried } = chosen.get(pair)!;
    const sections = madeFor.get(path) ?? [];
    const [section] = sections;
    const what = section?.title ?? tried.baseOf(path) ?? path;
    const key = JSON.stringify([why, what, section?.from]);
    const known = found.get(key);
    if (known) known.paths++;
    else {
      const sides = sidesOf(pair, sections);
      const told = { what, why: reasons[why], changed: changed.has(path), ...sides, example: path, paths: 1 };
      found.set(key, { told, paths: 1 });
    }
  }
  const all = [...found.values()].map(({ told, paths }): Untried => ({ ...told, paths }));
  return all.sort((one, other) => Number(other.changed) - Number(one.changed));
}

const reasons: Readonly<Record<UntriedReason, string>> = {
  paths: 'beyond the limit of paths for one server',
  requests: 'beyond the limit of requests',
  combinations: 'not with all combinations of what its rules look at',
};

function sidesOf(pair: ServerPair, sections: readonly Section[]): Pick<Untried, 'side' | 'places'> {
  const [old, now] = [placesIn(pair.old, sections), placesIn(pair.new, sections)];
  const side = sections.length === 0 ? 'both' : now.length === 0 ? 'old' : old.length === 0 ? 'new' : 'both';
  return { side, places: [...old, ...now].slice(0, mostPlaces) };
}

const mostPlaces = 4;

function placesIn({ host, ruleset }: Program, sections: readonly Section[]): Untried['places'] {
  const lists = [host.locations, host.directories, host.directoryMatches];
  return sections
    .filter((section) => lists.some((list) => known(list).has(section)))
    .map(({ from }) => placeOf(from, ruleset.files));
}

const sets = new WeakMap<readonly Section[], ReadonlySet<Section>>();

function known(list: readonly Section[]): ReadonlySet<Section> {
  const found = sets.get(list) ?? new Set(list);
  sets.set(list, found);
  return found;
}

/** The sections, with those inside of them, of which paths were left out: that no request came to them says nothing. */
export function sectionsUntried(
  left: readonly UntriedPaths[],
  chosen: ReadonlyMap<ServerPair, ChosenPaths>,
): ReadonlySet<object> {
  const found = new Set<object>();
  for (const { pair, path } of left)
    for (const section of chosen.get(pair)!.madeFor.get(path) ?? []) {
      if (found.has(section)) continue;
      found.add(section);
      for (const inner of everySection({ ...pair.old.host, ...alone(section) })) found.add(inner);
    }
  return found;
}

/** A server with nothing but what stands in a section. */
const alone = ({ files, conditions }: Section) => ({
  ...{ files, conditions },
  directories: [],
  directoryMatches: [],
  locations: [],
  proxies: [],
});
