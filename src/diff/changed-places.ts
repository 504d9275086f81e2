import type { Host } from '../ruleset/ruleset.js';
import type { Identities } from './identities.js';

const lists = ['locations', 'directories', 'directoryMatches', 'files', 'proxies', 'conditions'] as const;

/**
 * A server with only those of its sections, mappings and rules that another one has not in the same words and the same order, so that
 * the places can be found which changes concern.
 */
export function changedPart(own: Host, other: Host, identities: Identities): Host {
  const changed = <Each extends object>(mine: readonly Each[], theirs: readonly Each[]): readonly Each[] =>
    withoutCommon(mine, theirs, (each) => identities.of(each));
  const { mod_alias, mod_proxy, mod_rewrite } = own;
  const sections = Object.fromEntries(
    lists.map((kind) => [kind, changed<object>(own[kind], other[kind])]),
  ) as unknown as Pick<Host, (typeof lists)[number]>;
  return {
    ...own,
    ...sections,
    base: identities.of(own.base) === identities.of(other.base) ? ({} as Host['base']) : own.base,
    mod_alias: {
      aliases: changed(mod_alias.aliases, other.mod_alias.aliases),
      redirects: changed(mod_alias.redirects, other.mod_alias.redirects),
    },
    mod_proxy: { ...mod_proxy, passes: changed(mod_proxy.passes, other.mod_proxy.passes) },
    mod_rewrite: { ...mod_rewrite, rules: changed(mod_rewrite.rules, other.mod_rewrite.rules) },
  };
}

/** Whether two servers say the same, outside of sections and in them. */
export function saysTheSame(one: Host, other: Host, identities: Identities): boolean {
  const same = (left: object, right: object): boolean => identities.of(left) === identities.of(right);
  return (
    identities.ofHost(one) === identities.ofHost(other) &&
    lists.every(
      (kind) =>
        one[kind].length === other[kind].length &&
        one[kind].every((each, at) => same(each, other[kind][at]!)),
    )
  );
}

/** What only one list has; of what both have in another order, all between the first and the last that is out of place. */
function withoutCommon<Each>(
  mine: readonly Each[],
  theirs: readonly Each[],
  nameOf: (each: Each) => number,
): readonly Each[] {
  const left = counted(theirs.map(nameOf));
  const common = mine.filter((each) => taken(left, nameOf(each)));
  const right = counted(mine.map(nameOf));
  const order = theirs.map(nameOf).filter((name) => taken(right, name));
  const isOutOfPlace = (each: Each, at: number): boolean => nameOf(each) !== order[at];
  const first = common.findIndex(isOutOfPlace);
  const inPlace = new Set(
    first === -1
      ? common
      : [...common.slice(0, first), ...common.slice(common.findLastIndex(isOutOfPlace) + 1)],
  );
  return mine.filter((each) => !inPlace.has(each));
}

function counted(names: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function taken(counts: Map<number, number>, name: number): boolean {
  const count = counts.get(name) ?? 0;
  counts.set(name, count - 1);
  return count > 0;
}
