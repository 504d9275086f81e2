import { type Line, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { TextEdit } from '../../syntax/edit.js';
import { insertAfter, insertBefore, replaceItem } from '../../syntax/edit-insert.js';
import type { NewItem } from '../../syntax/edit-render.js';
import { isMacroText, linesAround, useOfMacro } from '../macro-texts.js';
import type { MigrationChange } from '../migration.js';
import type { CombinedPlace } from './combined-places.js';
import type { Heir } from './heir.js';
import { settingMappings } from './index.js';
import { isKrbLine, meantName, written } from './krb-set.js';
import type { Context } from './mapping.js';
import { type Admission, admissionOf, letsInMore } from './overlap.js';
import { Predecessors } from './predecessors.js';
import { commentBehind, completing, entryOf, mappingOf, setOf, textsOf } from './rewrite.js';
import {
  conditionsAround,
  countsBefore,
  isFromMacro,
  kerberosPlaces,
  placesOfRoom,
  type Room,
  sayingKerb,
} from './room.js';
import { serverInMacro, sharedSettings } from './shared-settings.js';

/** Moves what servers and virtual hosts say, where mod_auth_gssapi takes nothing, into the sections that take it from there. */
export function moveServerLines(
  rooms: readonly Room[],
  heirs: readonly Heir[],
  context: Context,
): readonly MigrationChange[] {
  const servers = rooms.filter(({ kind }) => kind === 'server');
  const taken = new Set(heirs.flatMap(({ lines }) => lines));
  const isAlone = ({ krb }: Room): boolean =>
    isMacroText(context.site) && !krb.some((each) => taken.has(each));
  const lines = servers.filter((room) => !isAlone(room)).flatMap(({ krb }) => krb);
  return [
    ...servers.filter(isAlone).flatMap((room) => serverInMacro(room, context)),
    ...lines.map((each) => moved(each, heirs, context)),
    ...heirs.filter(({ isShared }) => !isShared).flatMap((heir) => completed(heir, context)),
    ...sharedSettings(heirs, context),
  ];
}

function moved(each: Line, heirs: readonly Heir[], context: Context): MigrationChange {
  const name = meantName(each);
  const mapping = mappingOf(each) ?? settingMappings.at(-1)!;
  const takers = heirs.filter(({ lines }) => lines.findLast((other) => meantName(other) === name) === each);
  const sets = takers.map(({ room, lines }) => setOf(room, lines, context));
  const translations = sets.map((set) => mapping.translate(set, context));
  const comments = translations[0]?.items.filter(({ kind }) => kind === 'comment') ?? [];
  const { edits: gone = [] } = replaceItem(
    written(each),
    comments.length > 0 ? comments : commentBehind(each),
  );
  const put = takers.flatMap((heir, index) =>
    heir.isShared ? [] : settingsPut(heir, linesIn(translations[index]?.items)),
  );
  const [translation] = translations;
  if (!translation) {
    const message =
      'No section was found that takes it from here: one with a Krb line of its own begins with the defaults of mod_auth_kerb. And mod_auth_gssapi takes nothing outside of sections.';
    return { edits: gone, at: each, entry: { kind: 'dropped', mapping: mapping.id, after: [], message } };
  }
  const entry = entryOf(mapping, translation);
  const where = [
    ...new Set(takers.map(({ room, isShared }) => (isShared ? '<Directory "/">' : titleOf(room)))),
  ].join(', ');
  const items = linesIn(translation.items);
  const message =
    items.length === 0
      ? entry.message
      : `${entry.message} mod_auth_gssapi takes nothing outside of sections: it stands in ${where}.`;
  return {
    edits: [...gone, ...put],
    at: each,
    entry: { ...entry, message, after: textsOf(translation.items) },
  };
}

const linesIn = (items: readonly NewItem[] = []): readonly NewItem[] =>
  items.filter(({ kind }) => kind !== 'comment');

/** Behind the AuthType, and before conditionals with settings, which take the place of these where they are met. */
function settingsPut({ authType, room }: Heir, items: readonly NewItem[]): readonly TextEdit[] {
  if (items.length === 0) return [];
  const [first] = room.krb;
  const isLater = first && room.lines.indexOf(first) < room.lines.indexOf(authType);
  if (!isLater) return insertAfter(written(authType), items).edits ?? [];
  return insertBefore(written(conditionsAround(first, room)[0] ?? first), items).edits ?? [];
}

const titleOf = ({ section }: Room): string =>
  section ? `<${`${section.at.name} ${section.at.args.raw}`.trim()}>` : 'this file';

function completed(heir: Heir, context: Context): readonly MigrationChange[] {
  const { room, authType, lines } = heir;
  const set = setOf(room, lines, context);
  return completing(set, lines, room, context).map(({ mapping, translation }) => ({
    edits: settingsPut(heir, translation.items),
    at: authType,
    entry: entryOf(mapping, translation),
  }));
}

/** The sections that say AuthType Kerberos and nothing else of mod_auth_kerb, where no other section says something for all of them. */
export function heirsOf(rooms: readonly Room[], context: Context): readonly Heir[] {
  const all: Rooms = {
    rooms,
    servers: rooms.filter(({ kind }) => kind === 'server'),
    saying: new Predecessors(rooms, (room) =>
      room.inForce.length === 0 || room.isUnmet ? undefined : JSON.stringify(admission(room, context)),
    ),
    paths: new Set(rooms.flatMap(pathSaying)),
  };
  return rooms.flatMap((room) => {
    const authType = withoutSettings(room);
    const found = authType && inherited(room, all, context);
    return found ? [{ room, authType, ...found }] : [];
  });
}

/** All rooms, and what many of them are asked for. */
interface Rooms {
  readonly rooms: readonly Room[];
  readonly servers: readonly Room[];
  /** Those with settings. */
  readonly saying: Predecessors;
  /** The paths of sections with lines of mod_auth_kerb. */
  readonly paths: ReadonlySet<string>;
}

const admission = (room: Room, context: Context): Admission =>
  admissionOf(setOf(room, room.inForce, context));

const pathSaying = ({ kind, krb, section }: Room): readonly string[] =>
  kind === 'settings' && krb.length > 0 && section ? valuesOf(section).slice(0, 1) : [];

/** The AuthType of a section that says nothing else of mod_auth_kerb. */
const withoutSettings = ({ authTypes, kind, inForce, isUnmet }: Room): Line | undefined =>
  kind === 'settings' && (inForce.length === 0 || isUnmet) ? authTypes.at(-1) : undefined;

function inherited(room: Room, all: Rooms, context: Context): Omit<Heir, 'room' | 'authType'> | undefined {
  const { site } = context;
  const use = useOfMacro(site);
  if (use && linesAround(use).some(isKrbLine)) return { lines: [], isShared: true, isMixed: true };
  if (placesOfRoom(site, room).length === 0) {
    const lines = byText(room, all);
    return lines && { lines, isShared: false };
  }
  const places = kerberosPlaces(site, room);
  const alone = places.filter((place) => sayingKerb(site, place).every((key) => key === room.key));
  // A set of its own would replace what a section before it says.
  const replaces = places.some((place) =>
    sayingKerb(site, place).some((key) => countsBefore(site, place, key, room.key ?? '')),
  );
  if (alone.length === 0 && places.length > 0) return undefined;
  const sources = alone.map((place) => serverLines(place, site));
  const [lines = []] = sources;
  const said = sources.flat();
  // A macro that says all there is says it in a section that counts before all others.
  const macros = new Set(said.map((each) => (isFromMacro(each) ? each.at.nameSpan.file : undefined)));
  if (macros.size === 1 && !macros.has(undefined)) return undefined;
  if (macros.size > 1) return { lines: [...new Set(said)], isShared: true, isMixed: true };
  // Servers that say different things for one section: what is strict has to do.
  if (sources.some((each) => each.length !== lines.length || each.some((one) => !lines.includes(one))))
    return { lines: [...new Set(sources.flat())], isShared: true, isMixed: true };
  const own = admissionOf(setOf(room, lines, context));
  const replacesUnseen = all.saying.of(room).some((other) => letsInMore(own, admission(other, context)));
  return { lines, isShared: replaces || replacesUnseen };
}

function serverLines({ settings }: CombinedPlace, site: Site): readonly Line[] {
  const from = settings.mod_auth_kerb?.from ?? {};
  return Object.values(from).flatMap((origins) => site.lineAt(origins?.at(-1)) ?? []);
}

/** Without settings in force the text has to do: the lines of the servers around, unless a section around a path says something. */
function byText(room: Room, { servers, paths }: Rooms): readonly Line[] | undefined {
  const path = (room.section && valuesOf(room.section)[0]) ?? '';
  const leads = Array.from({ length: path.length + 1 }, (_, end) => path.slice(0, end));
  if (leads.some((lead) => paths.has(lead))) return undefined;
  const around = servers.filter(({ section }) => !section || room.section?.around.includes(section));
  const nearest =
    around.findLast(({ section, krb }) => section && krb.length > 0) ??
    around.find(({ krb }) => krb.length > 0);
  return nearest?.krb ?? [];
}
