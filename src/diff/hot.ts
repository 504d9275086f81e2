import type { Program } from '../evaluate/program.js';
import type { MergedNode } from '../evaluate/sections.js';
import type { Settings, SettingsModule } from '../ruleset/ruleset.js';
import type { Dimension } from './circumstances.js';
import { addDistinctions, type Distinctions, noDistinctions } from './distinctions.js';
import type { Identities } from './identities.js';
import { readConditions, readServerParts, readSettings } from './read-settings.js';

/** What one side says of a place. */
export interface Side {
  readonly program: Program;
  readonly nodes: readonly MergedNode[];
}

/** What requests are told apart by in those parts that the two sides do not have in common. */
export function readDiffering(old: Side, now: Side, identities: Identities): Distinctions {
  const told = noDistinctions();
  for (const [own, other] of [
    [old, now],
    [now, old],
  ] as const) {
    const { ruleset, host } = own.program;
    readServerParts(
      host,
      (part) => !partsOf(other.program, identities).has(identities.of(part)),
      ruleset,
      told,
    );
    const known = new Set(
      other.nodes.flatMap(({ conditions }) => conditions.map((each) => identities.of(each))),
    );
    for (const [at, node] of own.nodes.entries()) {
      const open = node.conditions.filter((each) => !known.has(identities.of(each)));
      if (open.length > 0) readConditions(open, ruleset, told);
      readSettings(differing(node.settings, other.nodes[at]?.settings ?? {}, identities), ruleset, told);
    }
  }
  return told;
}

const known = new WeakMap<Program, ReadonlySet<number>>();

function partsOf(program: Program, identities: Identities): ReadonlySet<number> {
  const found = known.get(program);
  if (found) return found;
  const parts = new Set<number>();
  readServerParts(
    program.host,
    (part) => parts.add(identities.of(part)) && false,
    program.ruleset,
    noDistinctions(),
  );
  known.set(program, parts);
  return parts;
}

/** Settings of the modules that say another thing. */
function differing(own: Settings, other: Settings, identities: Identities): Settings {
  const modules = Object.keys(own) as SettingsModule[];
  const left = modules.filter((module) => {
    const [mine, theirs] = [own[module], other[module]];
    return mine !== undefined && (theirs === undefined || identities.of(mine) !== identities.of(theirs));
  });
  return Object.fromEntries(left.map((module) => [module, own[module]])) as Settings;
}

/** What belongs to a login in any case. */
export function withLogins(differing: Distinctions, all: Distinctions): Distinctions {
  const told = noDistinctions();
  addDistinctions(told, differing);
  for (const flag of ['ticket', 'password', 'principal', 'mechanisms', 'sessions'] as const)
    if (all.flags.has(flag)) told.flags.add(flag);
  for (const key of ['userFiles', 'groupFiles', 'cookies', 'sessionKeys', 'realms'] as const)
    for (const each of all[key]) told[key].add(each);
  return told;
}

/** The choices of each dimension that are also among those of another list. */
export function choicesAmong(
  dimensions: readonly Dimension[],
  others: readonly Dimension[],
): readonly ReadonlySet<number>[] {
  const labels = new Set(
    others.flatMap(({ name, choices }) => choices.map(({ label }) => `${name}\0${label}`)),
  );
  return dimensions.map(
    ({ name, choices }) =>
      new Set(choices.flatMap(({ label }, at) => (labels.has(`${name}\0${label}`) ? [at] : []))),
  );
}
