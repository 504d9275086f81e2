import type { AccessList } from './access-list.js';
import { areApart, areMergedFirst, isBefore, overlapOf } from './overlap.js';
import type { Room } from './room.js';
import { mergedState, type RuleState } from './rule-state.js';
import type { UrlMap } from './url-map.js';

/** What is in force before a section is merged, for some requests. */
export interface Circumstance {
  /** Where the access list stands; `undefined`: there is none. */
  readonly accessFrom: Room | undefined;
  readonly rules: RuleState | undefined;
  /** Whether any section before has an access list, in force or not. */
  readonly heardAccess: boolean;
  /** Whether an AuthType asks for a login. */
  readonly asks: boolean;
  /** Sections that the rules stand in. */
  readonly rulesFrom: readonly Room[];
}

/** The access list of a section, empty without one. */
export const accessOf = (room: Room | undefined): AccessList =>
  (room?.access ?? []).map(({ says, methods }) => ({ line: says, methods }));

/** What may be in force around files that are read by themselves. */
export type Outside = 'nothing' | 'unknown';

const nothing: Circumstance = {
  accessFrom: undefined,
  rules: undefined,
  asks: false,
  heardAccess: false,
  rulesFrom: [],
};

const unknown: Circumstance = {
  ...nothing,
  rules: {
    kind: 'lines',
    lines: [{ rule: { kind: 'written', item: { kind: 'comment', text: 'unknown' } }, methods: undefined }],
  },
};

/** More are not told apart: what they come to must then hold for all that may be. */
export const mostCircumstances = 200;

/** All that may be in force before a section of some that are in the order of merging; each section before it may match the same requests, or surely does. */
export function circumstancesOf(
  room: Room,
  rooms: readonly Room[],
  map: UrlMap,
  outside: Outside,
): readonly Circumstance[] {
  let known: readonly Circumstance[] = outside === 'unknown' ? [nothing, unknown] : [nothing];
  for (const earlier of rooms) {
    if (earlier === room || areApart(earlier, room)) continue;
    if (!speaks(earlier) || !isBefore(earlier, room)) continue;
    const overlap = overlapOf(earlier, room, map);
    if (overlap === 'never') continue;
    const matched = known.map((each) => behind(each, earlier));
    known = distinct(overlap === 'always' ? matched : [...known, ...matched]);
    if (known.length > mostCircumstances) return known;
  }
  return known;
}

const speaks = ({ access, requires, merging, asks }: Room): boolean =>
  access.length > 0 || requires.length > 0 || merging !== undefined || asks !== undefined;

function behind({ accessFrom, rules, asks, rulesFrom, heardAccess }: Circumstance, room: Room): Circumstance {
  const merged = mergedState(rules, room);
  return {
    accessFrom: room.access.length > 0 ? room : accessFrom,
    rules: merged,
    heardAccess: heardAccess || room.access.length > 0,
    asks: room.asks ?? asks,
    rulesFrom: merged === rules ? rulesFrom : merged && 'states' in merged ? [...rulesFrom, room] : [room],
  };
}

/** What is written alike counts once, wherever it stands. */
function distinct(all: readonly Circumstance[]): readonly Circumstance[] {
  const known = new Map<string, Circumstance>();
  for (const each of all) {
    const { accessFrom, rules, asks, heardAccess } = each;
    const key = `${asks} ${heardAccess} ${keyOf(accessFrom)} ${keyOf(rules)}`;
    if (!known.has(key)) known.set(key, each);
  }
  return [...known.values()];
}

const keys = new WeakMap<object, string>();

function keyOf(value: Room | RuleState | undefined): string {
  if (!value) return '';
  const before = keys.get(value);
  if (before !== undefined) return before;
  const key = JSON.stringify('access' in value ? accessOf(value) : value);
  keys.set(value, key);
  return key;
}

/** Sections in the order in which they are merged where they match the same request. */
export const inMergeOrder = (rooms: readonly Room[]): readonly Room[] =>
  rooms.toSorted((one, other) => (isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : 0));

/** Whether a section before is merged with this one alone, before what comes before both. */
export const hasCompany = (room: Room, rooms: readonly Room[], map: UrlMap): boolean =>
  rooms.some(
    (each) =>
      each !== room &&
      !areApart(each, room) &&
      speaks(each) &&
      areMergedFirst(each, room) &&
      isBefore(each, room) &&
      overlapOf(each, room, map) !== 'never',
  );
