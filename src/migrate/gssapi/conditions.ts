import { type Line, roomLines, roomOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import { insertAfter } from '../../syntax/edit-insert.js';
import { isMacroText, linesAround, useOfMacro } from '../macro-texts.js';
import type { MigrationChange } from '../migration.js';
import type { Heir } from './heir.js';
import { settingMappings } from './index.js';
import { meantName, written } from './krb-set.js';
import { type Context, line, type SettingMapping } from './mapping.js';
import { krbMethodNegotiate, onlyPasswords, ticketsRefused } from './mappings/krb-method-negotiate.js';
import { mayReplace } from './overlap.js';
import { requireLines, restrict, wantsUser } from './restrict.js';
import { entryOf, isLeftOver, setOf } from './rewrite.js';
import { isFromMacro, mergedKey, placesOfRoom, type Room } from './room.js';
import { together } from './together.js';

/** Conditions that the settings of a room put on all who are let in there, each with its row. */
interface Demand {
  readonly room: Room;
  readonly conditions: readonly string[];
  readonly mappings: readonly SettingMapping[];
}

interface Target {
  readonly conditions: Set<string>;
  readonly mappings: Set<SettingMapping>;
}

/** Joins the conditions that rows ask for with the Require lines in force; macros refuse what they ask for themselves. */
export function conditionChanges(
  rooms: readonly Room[],
  heirs: readonly Heir[],
  context: Context,
): readonly MigrationChange[] {
  const demands = [
    ...rooms
      .filter((room) => isJudged(room, context) && !isLeftOver(room, context))
      .map((room) => demandOf(room, room.inForce, context)),
    ...heirs.map(({ room, lines }) => demandOf(room, lines, context)),
  ].filter(({ conditions }) => conditions.length > 0);
  const targets = new Map<readonly Line[], Target>();
  const alone: Demand[] = [];
  const demandIn = (
    lists: readonly (readonly Line[])[],
    conditions: readonly string[],
    demand: Demand,
  ): void => {
    for (const list of conditions.length > 0 ? lists : []) {
      const target = targets.get(list) ?? { conditions: new Set(), mappings: new Set() };
      targets.set(list, target);
      for (const each of conditions) target.conditions.add(each);
      for (const each of demand.mappings) target.mappings.add(each);
    }
  };
  for (const demand of demands) {
    const lists = requireLists(demand.room, context);
    const apart = refusedApart(demand, context);
    const beside = demand.conditions.filter((each) => !apart.includes(each));
    const isSaidByMacro = isMadeByMacro(demand.room);
    if (!isSaidByMacro) {
      const isOpen = lists.length === 0 || leavesRequire(demand.room);
      if (isOpen || beside.length === 0 || isRequiredByMacro(demand, context)) alone.push(demand);
      else if (apart.length > 0) alone.push({ ...demand, conditions: apart });
      demandIn(lists, beside, demand);
    }
    const inIf = isSaidByMacro ? demand.conditions : apart;
    demandIn(
      lists.filter(isInIf),
      inIf.filter((each) => each === onlyPasswords),
      demand,
    );
  }
  return [
    // Where both go to one place, what is joined encloses the next line only.
    ...alone.flatMap((demand) => notJoined(demand, context)),
    ...[...targets].flatMap(([list, { conditions, mappings }]) =>
      joined(list, [...conditions], [...mappings]),
    ),
  ];
}

/** Whether a text for a folder may have its Require in another file. */
const leavesRequire = ({ section, lines }: Room): boolean =>
  section === undefined && !lines.some(({ name }) => /^<?Require/.test(name));

/** Whether all that a room says of mod_auth_kerb is said in a macro, which is migrated by itself. */
const isMadeByMacro = ({ section, krb, inForce }: Room): boolean =>
  section !== undefined &&
  (isFromMacro(section) || (krb.length === 0 && inForce.length > 0 && inForce.every(isFromMacro)));

/** Whether lines stand in an If, where a Require takes the place of one that refuses tickets in another If. */
function isInIf([first]: readonly Line[]): boolean {
  const room = first && roomOf(first);
  return room !== undefined && /^<(?:If|ElseIf|Else)$/.test(room.name);
}

/** What a Require in a macro cannot say for sure, since one that stands elsewhere may take its place or be an alternative to it. */
function refusedApart({ room, conditions }: Demand, { site }: Context): readonly string[] {
  const use = useOfMacro(site);
  if (!use) return [];
  const isBeside = use.uses.some(
    (each) => roomOf(each) !== undefined && roomLines(each).some(({ name }) => /^<?Require/.test(name)),
  );
  const isReplaced =
    room.section !== undefined &&
    linesAround(use).some(
      (each) => each.name === 'Require' && wantsUser(each) && mayReplace(roomOf(each), room.section!),
    );
  return conditions.filter((condition) => isBeside || isReplaced || condition === onlyPasswords);
}

/** Whether a Require in force is made by a macro, where nothing is joined with it. */
const isRequiredByMacro = ({ room }: Demand, { site }: Context): boolean =>
  requiresWith(site, room).some(isFromMacro);

/** A part is judged with the sections that take it in, but for a macro, which nothing is known of. */
const isJudged = ({ kind, inForce }: Room, { site }: Context): boolean =>
  inForce.length > 0 && (kind === 'settings' || (kind === 'part' && isMacroText(site)));

function demandOf(room: Room, lines: readonly Line[], context: Context): Demand {
  const set = setOf(room, lines, context);
  const found = settingMappings.flatMap((mapping) => {
    const said = lines.some((each) => mapping.reads.includes(meantName(each)));
    const conditions = said ? (mapping.translate(set, context)?.conditions ?? []) : [];
    return conditions.map((condition) => ({ mapping, condition }));
  });
  return {
    room,
    conditions: found.map(({ condition }) => condition),
    mappings: found.map(({ mapping }) => mapping),
  };
}

/** The lists of lines that hold the Require in force where a room's settings of mod_auth_kerb count; those that macros make aside. */
function requireLists(room: Room, { site }: Context): readonly (readonly Line[])[] {
  const own = room.section?.inner ?? (room.lines[0]?.around[0] ?? room.lines[0])?.siblings ?? [];
  const found = new Set<readonly Line[]>();
  for (const at of requiresWith(site, room)) {
    if (!isFromMacro(at)) found.add(roomOf(at)?.inner ?? (at.around[0] ?? at).siblings);
  }
  const hasOwn = room.lines.some(({ name }) => /^<?Require/.test(name));
  if (hasOwn && ![...found].some((list) => list === own)) found.add(own);
  return [...found];
}

/** The lines that say whom the logins of a room's settings let in. */
function requiresWith(site: Site, room: Room): readonly Line[] {
  const key = mergedKey(site, room);
  const sections = key === undefined ? [] : [...(together(site).requiring.get(key) ?? [])];
  const origins = sections.flatMap(({ settings }) => Object.values(settings.mod_authz_core?.from ?? {}));
  return origins.flat().flatMap((origin) => {
    const at = site.lineAt(origin);
    return at && /Require/.test(at.name) ? [at] : [];
  });
}

function joined(
  list: readonly Line[],
  conditions: readonly string[],
  mappings: readonly SettingMapping[],
): readonly MigrationChange[] {
  const { edits, lines } = restrict(list, conditions);
  const [at] = lines;
  if (!at) return [];
  const names = mappings.flatMap(({ reads }) => reads).join(' and ');
  const message = `Users have to meet this, too, since ${names} has no equivalent.`;
  const mayChange = ['granted', 'status', 'challenges', 'target'] as const;
  return [
    {
      edits,
      at,
      entry: { kind: 'added', mapping: mappings[0]!.id, after: requireLines(conditions), message, mayChange },
    },
  ];
}

/**
 * Where the Require in force is not known, as in a part of a section, nothing can be joined with it, and a Require beside it would let in
 * more: so no passwords are taken until that is done.
 */
function notJoined(demand: Demand, { site }: Context): readonly MigrationChange[] {
  const { room, mappings } = demand;
  const at = room.krb.at(-1);
  const isSeen = placesOfRoom(site, room).length > 0 && !isMacroText(site);
  if (!at || (isSeen && !requiresWith(site, room).some(isFromMacro))) return [];
  const refused = demand.conditions.includes(onlyPasswords) ? ticketsRefusedAt(at, mappings) : [];
  const conditions = demand.conditions.filter((condition) => condition !== onlyPasswords);
  if (conditions.length === 0) return refused;
  const joined = requireLines(conditions).join(' and ');
  const mapping = mappings.find(({ id }) => id !== krbMethodNegotiate.id);
  const comment = {
    kind: 'comment',
    text: `Join ${joined} with the Require of this area, then take this out`,
  } as const;
  const items = [comment, line('GssapiBasicAuth', 'Off')];
  const { edits } = insertAfter(written(at), items);
  const message = `No Require is here that could be joined with ${joined}: passwords are off until you have done so where the Require of this area stands. A second Require beside that one would be an alternative.`;
  const entry = entryOf(mapping!, { kind: 'choice', items, message });
  return edits
    ? [
        ...refused,
        { edits, at, entry: { ...entry, mayChange: ['granted', 'status', 'challenges', 'target'] } },
      ]
    : refused;
}

function ticketsRefusedAt(at: Line, mappings: readonly SettingMapping[]): readonly MigrationChange[] {
  const mapping = mappings.find(({ id }) => id === krbMethodNegotiate.id);
  const { edits } = insertAfter(written(at), [ticketsRefused]);
  if (!mapping || !edits) return [];
  const message =
    'No Require is here that could refuse tickets: this does so, wherever the section counts, for sections inside of it, too.';
  const entry = entryOf(mapping, { kind: 'added', items: [ticketsRefused], message });
  return [{ edits, at, entry: { ...entry, mayChange: ['granted', 'status', 'challenges', 'target'] } }];
}
