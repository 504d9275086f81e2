import type { AccessList } from './access-list.js';
import { isBefore, overlapOf } from './overlap.js';
import type { Room } from './room.js';
import { mergedState, type RuleState } from './rule-state.js';
import type { UrlMap } from './url-map.js';

/** What is in force before a section is merged, for some requests. */
export interface Circumstance {
  /** Where the access list stands; `undefined`: there is none. */
  readonly accessFrom: Room | undefined;
  readonly rules: RuleState | undefined;
  /** Sections that the rules stand in. */
  readonly rulesFrom: readonly Room[];
}

/** The access list of a section, empty without one. */
export const accessOf = (room: Room | undefined): AccessList =>
  (room?.access ?? []).map(({ says, methods }) => ({ line: says, methods }));

const nothing: Circumstance = { accessFrom: undefined, rules: undefined, rulesFrom: [] };

/** More are not told apart: what they come to must then hold for all that may be. */
export const mostCircumstances = 200;

/** All that may be in force before a section; each section before it may match the same requests, or surely does. */
export function circumstancesOf(room: Room, rooms: readonly Room[], map: UrlMap): readonly Circumstance[] {
  let known: readonly Circumstance[] = [nothing];
  for (const earlier of earlierRooms(room, rooms)) {
    const overlap = overlapOf(earlier, room, map);
    if (overlap === 'never') continue;
    const matched = known.map((each) => behind(each, earlier));
    known = distinct(overlap === 'always' ? matched : [...known, ...matched]);
    if (known.length > mostCircumstances) return known;
  }
  return known;
}

const earlierRooms = (room: Room, rooms: readonly Room[]): readonly Room[] =>
  rooms
    .filter((each) => each !== room && speaks(each) && isBefore(each, room))
    .toSorted((one, other) => (isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : 0));

const speaks = ({ access, requires, merging }: Room): boolean =>
  access.length > 0 || requires.length > 0 || merging !== undefined;

function behind({ accessFrom, rules, rulesFrom }: Circumstance, room: Room): Circumstance {
  const merged = mergedState(rules, room);
  return {
    accessFrom: room.access.length > 0 ? room : accessFrom,
    rules: merged,
    rulesFrom: merged === rules ? rulesFrom : merged && 'states' in merged ? [...rulesFrom, room] : [room],
  };
}

function distinct(all: readonly Circumstance[]): readonly Circumstance[] {
  const byRules = new Map<Room | undefined, Map<string, Circumstance>>();
  for (const each of all) {
    const known = byRules.get(each.accessFrom) ?? new Map<string, Circumstance>();
    byRules.set(each.accessFrom, known);
    const key = JSON.stringify(each.rules);
    if (!known.has(key)) known.set(key, each);
  }
  return [...byRules.values()].flatMap((known) => [...known.values()]);
}
