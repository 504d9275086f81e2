import { type Line, roomOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { TextEdit } from '../../syntax/edit.js';
import { setWord } from '../../syntax/edit-change.js';
import { insertAfter, insertAtStart, insertBefore, replaceItem } from '../../syntax/edit-insert.js';
import { type NewItem, renderItems } from '../../syntax/edit-render.js';
import type { Section } from '../../syntax/tree.js';
import { linesAround, useOfMacro } from '../macro-texts.js';
import type { Choice, MigrationChange } from '../migration.js';
import { authType as authTypeMapping, settingMappings } from './index.js';
import {
  isKrbLine,
  isUnknown,
  type KrbSet,
  meantName,
  written,
  writtenRaw,
  writtenValues,
} from './krb-set.js';
import type { Context, SettingMapping, Translation } from './mapping.js';
import { mayReplace } from './overlap.js';
import {
  conditionsAround,
  gssapiNamesIn,
  isKerberos,
  isSwitchedOnByMacro,
  placesOfRoom,
  type Room,
  takesIn,
} from './room.js';
import { surroundings } from './surroundings.js';
import { together } from './together.js';

/** All changes of a room's own lines. */
export function changesOfRoom(room: Room, context: Context): readonly MigrationChange[] {
  if (room.kind === 'server') return [];
  if (room.krb.length > 0 && isLeftOver(room, context))
    return [...room.krb.map((each) => leftOver(each)), ...typeChanges(room, context)];
  const set = setOf(room, room.inForce, context);
  const lines = room.krb.flatMap((each) => lineChange(each, room, set, context));
  const isOwn =
    room.kind === 'settings' && room.inForce.length > 0 && !isSwitchedOnByMacro(context.site, room);
  const completed = isOwn ? (room.isUnmet ? completionsWhereMet : completions)(room, set, context) : [];
  return [...typeChanges(room, context), ...lines, ...completed];
}

/** What is said by some lines of mod_auth_kerb in a room. */
export function setOf(room: Room, lines: readonly Line[], { site }: Context): KrbSet {
  return {
    lines,
    around: room.lines,
    explicit: room.kind === 'part' || takesIn(room) || isConditional(room),
    ...surroundings(room, site),
  };
}

/** Whether something else than a wrapper for the module itself decides which of its lines are read. */
const isConditional = (room: Room): boolean =>
  room.krb.some((each) => conditionsAround(each, room).length > 0);

/** Lines that no request reads, since another AuthType is in force. */
export function isLeftOver(room: Room, { site }: Context): boolean {
  if (room.authTypes.length > 0 || room.kind !== 'settings' || mayBeSwitchedOn(room, site)) return false;
  if (placesOfRoom(site, room).length > 0) return !together(site).reached.has(room.key!);
  return room.lines.some(({ name }) => name === 'AuthType');
}

/** Whether a section outside of a macro may say AuthType Kerberos behind the macro's own AuthType. */
function mayBeSwitchedOn({ section }: Room, site: Site): boolean {
  const use = useOfMacro(site);
  if (!use || !section) return false;
  return linesAround(use).some((each) => isKerberos(each) && mayReplace(roomOf(each), section));
}

function leftOver(each: Line): MigrationChange {
  const message = 'It had no effect: another AuthType is in force wherever this section counts.';
  const { edits = [] } = replaceItem(written(each), commentBehind(each));
  return {
    edits,
    at: each,
    entry: { kind: 'dropped', mapping: mappingOf(each)?.id ?? 'unknown-krb', after: [], message },
  };
}

function typeChanges(room: Room, context: Context): readonly MigrationChange[] {
  return room.authTypes.flatMap((each) => {
    const translation = authTypeMapping.translate(setOf(room, [each], context), context);
    return translation ? [replacement(each, authTypeMapping, translation)] : [];
  });
}

/** The row that a line of mod_auth_kerb belongs to. */
export const mappingOf = (each: Line): SettingMapping | undefined =>
  settingMappings.find(({ reads }) => reads.includes(meantName(each)));

function lineChange(each: Line, room: Room, set: KrbSet, context: Context): readonly MigrationChange[] {
  const mapping = mappingOf(each) ?? settingMappings.at(-1)!;
  const name = meantName(each);
  const later = set.lines.findLast((other) => meantName(other) === name && other !== each);
  const isReplaced =
    later !== undefined &&
    set.lines.indexOf(later) > set.lines.indexOf(each) &&
    conditionsAround(later, room).length === 0 &&
    room.krb.includes(later);
  if (isReplaced) {
    const message = `A later ${written(later).name} in the same section counts.`;
    const { edits = [] } = replaceItem(written(each), commentBehind(each));
    return [{ edits, at: each, entry: { kind: 'dropped', mapping: mapping.id, after: [], message } }];
  }
  const own = { ...set, lines: [...set.lines.filter((other) => meantName(other) !== name), each] };
  const translation = mapping.translate(own, context);
  return translation ? [replacement(each, mapping, asMeant(each, translation))] : [];
}

const oneArgument: ReadonlySet<string> = new Set(['Krb5Keytab', 'KrbServiceName']);

/** What is misspelt is taken for what was meant, which httpd did not do. */
function asMeant(each: Line, translation: Translation): Translation {
  const words = writtenValues(each).length;
  if (oneArgument.has(each.name) && words > 1)
    return {
      ...translation,
      kind: 'choice',
      message: `httpd refuses ${each.name} with ${words} arguments; the first one counts now. ${translation.message}`,
      mayChange: ['granted', 'status', 'challenges', 'user', 'proof'],
    };
  if (isUnknown(each))
    return {
      ...translation,
      kind: 'choice',
      message: `What ${writtenValues(each)[0]} stands for is not known here, and it is taken for Off: say what is meant. ${translation.message}`,
      mayChange: ['granted', 'status', 'challenges', 'user', 'proof'],
    };
  if (mappingOf(each)?.reads.includes(each.name) ?? true) return translation;
  return {
    ...translation,
    kind: 'choice',
    message: `mod_auth_kerb has no ${each.name}; it is taken for ${meantName(each)}. ${translation.message}`,
    mayChange: ['granted', 'status', 'challenges', 'user', 'proof'],
  };
}

/** A comment that stands behind the arguments, which most directives refuse and switches pass over. */
export function commentBehind(each: Line): readonly NewItem[] {
  const text = /(?:^|\s)#\s?(.*)$/.exec(writtenRaw(each))?.[1]?.replace(/\\$/, '');
  return isKrbLine(each) && text ? [{ kind: 'comment', text }] : [];
}

/** Replaces a line by what it becomes. */
function replacement(each: Line, mapping: SettingMapping, translation: Translation): MigrationChange {
  const told = translation.items.some(({ kind }) => kind === 'comment');
  const items = [...(told ? [] : commentBehind(each)), ...translation.items];
  const sameLine = each.name === 'AuthType' && !told;
  const { edits = [] } = sameLine ? setWord(written(each), 0, 'GSSAPI') : replaceItem(written(each), items);
  return { edits, at: each, entry: entryOf(mapping, translation) };
}

/** The entry of a translation. */
export function entryOf(mapping: SettingMapping, translation: Translation): MigrationChange['entry'] {
  const { kind, message, items, mayChange, taken } = translation;
  const choice: Choice | undefined =
    mapping.choice && taken !== undefined ? { ...mapping.choice, taken } : undefined;
  return {
    kind,
    mapping: mapping.id,
    after: textsOf(items),
    message,
    ...(choice && { choice }),
    ...(mayChange && { mayChange: mayChange.includes('status') ? [...mayChange, 'target'] : mayChange }),
  };
}

/** New lines as texts. */
export function textsOf(items: readonly NewItem[]): readonly string[] {
  const { text = '' } = renderItems(items, '', '\n', '  ');
  return text.split('\n').filter((each) => each !== '');
}

/** What a room says besides, so that defaults stay as they were. */
function completions(room: Room, set: KrbSet, context: Context): readonly MigrationChange[] {
  const always = set.lines.filter(
    (each) => !room.krb.includes(each) || conditionsAround(each, room).length === 0,
  );
  return completing({ ...set, lines: always }, set.lines, room, context).map(({ mapping, translation }) => {
    const { edits, at } = placed(room, translation.items, set.explicit);
    return { edits, at, entry: entryOf(mapping, translation) };
  });
}

/** Where a conditional is not met the settings of others count, so that defaults stand within the first one. */
function completionsWhereMet(room: Room, set: KrbSet, context: Context): readonly MigrationChange[] {
  const at = room.krb[0]!;
  return completing({ ...set, lines: [] }, set.lines, room, context).map(({ mapping, translation }) => ({
    edits: insertBefore(written(at), translation.items).edits ?? [],
    at,
    entry: entryOf(mapping, translation),
  }));
}

/** The rows that have something to say although no line of theirs is there. */
export function completing(
  set: KrbSet,
  all: readonly Line[],
  room: Room,
  context: Context,
): readonly { readonly mapping: SettingMapping; readonly translation: Translation }[] {
  const said = gssapiNamesIn(context.site, room);
  return settingMappings.flatMap((mapping) => {
    if (mapping.writes.some((name) => said.has(name))) return [];
    if (set.lines.some((each) => mapping.reads.includes(meantName(each)))) return [];
    const others = all.filter((each) => !mapping.reads.includes(meantName(each)));
    const translation =
      mapping.reads.length === 0 || mapping.id !== 'unknown-krb'
        ? mapping.translate({ ...set, lines: others }, context)
        : undefined;
    return translation && (translation.items.length > 0 || translation.kind === 'choice')
      ? [{ mapping, translation }]
      : [];
  });
}

/** Behind the room's lines of mod_auth_kerb; before them where they may not all be read. */
function placed(
  room: Room,
  items: readonly NewItem[],
  before: boolean,
): { readonly edits: readonly TextEdit[]; readonly at: Line } {
  const last = room.krb.at(-1) ?? room.authTypes.at(-1);
  if (last && !before) return { edits: insertAfter(written(last), items).edits ?? [], at: last };
  const first = room.krb[0] ?? room.authTypes[0];
  if (!first)
    return { edits: insertAtStart(room.section!.at as Section, items).edits ?? [], at: room.section! };
  const outer = conditionsAround(first, room)[0];
  return { edits: insertBefore(written(outer ?? first), items).edits ?? [], at: first };
}
