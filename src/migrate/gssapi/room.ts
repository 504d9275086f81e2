import type { Bound } from '../../bind/bound.js';
import {
  branchSections,
  isSettingSection,
  type Line,
  linesOfRoom,
  roomOf,
  valuesOf,
} from '../../lint/line.js';
import { authTypeOf } from '../../lint/place.js';
import { oncePerSite, type Site } from '../../lint/site.js';
import { positionAt, type Span } from '../../source/file.js';
import { writtenAt } from '../../source/written.js';
import { isMacroText } from '../macro-texts.js';
import { type CombinedPlace, combinedPlaces } from './combined-places.js';
import { isKrbLine } from './krb-set.js';
import { isLive, moduleWrapper } from './mappings/if-module.js';
import { keyOfOrigin } from './together.js';

/** Lines that settings are made by together: those of a section, of a virtual host, or of a file's outermost level. */
export interface Room {
  /** Absent for the outermost level. */
  readonly section: Line | undefined;
  /** In file order; those of conditionals and Limit are among them, nested sections as their opening lines. */
  readonly lines: readonly Line[];
  /** Its own of mod_auth_kerb. */
  readonly krb: readonly Line[];
  /** All AuthType Kerberos. */
  readonly authTypes: readonly Line[];
  /**
   * `settings` of some requests; `server` is a server or virtual host, whose lines mod_auth_gssapi would refuse; `part` is a file or macro
   * that sections take in, which say whatever it leaves open.
   */
  readonly kind: 'settings' | 'server' | 'part';
  /** Lines of mod_auth_kerb in force here, with those that the section takes in from files and macros. */
  readonly inForce: readonly Line[];
  /** Whether all of those stand in conditionals that are not met, so that the room has the settings of others as yet. */
  readonly isUnmet: boolean;
  /** Where it is written; absent for the outermost level. */
  readonly key: string | undefined;
}

/** Whether a section has lines of mod_auth_kerb from elsewhere. */
export const takesIn = ({ inForce, krb }: Room): boolean => inForce.length > krb.length;

/** The conditionals around a line within its room, those for the module aside. */
export function conditionsAround(each: Line, { section }: Pick<Room, 'section'>): readonly Line[] {
  const inner = each.around.slice(section ? each.around.indexOf(section) + 1 : 0);
  return inner.filter(
    (around) => branchSections.has(around.name) && moduleWrapper(around)?.module !== 'kerb',
  );
}

/** Whether a line switches mod_auth_kerb on. */
export const isKerberos = (each: Line): boolean =>
  each.name === 'AuthType' && isKerberosName(valuesOf(each)[0] ?? '');

const isKerberosName = (type: string): boolean => /^kerberos(?:v[45])?$/i.test(type);

/** Names of directives that no server takes, so that a text with one of them outermost is a part of a section. */
const ofSections: ReadonlySet<string> = new Set([
  'AuthType',
  'AuthName',
  'Require',
  'Satisfy',
  'AuthUserFile',
]);

/** All rooms among some lines that have to do with mod_auth_kerb. */
export function roomsOf(all: readonly Line[], site: Site): readonly Room[] {
  const rooms = new Map<Line | undefined, Room>();
  const add = (section: Line | undefined, siblings: readonly Line[]): void => {
    if (!rooms.has(section)) rooms.set(section, roomFrom(section, siblings, site));
  };
  for (const each of all.filter(isLive)) {
    const concerns = isKrbLine(each) || each.name === 'AuthType';
    if (concerns) {
      const section = roomOf(each);
      add(section, section?.inner ?? (each.around[0] ?? each).siblings);
    } else if (isSettingSection(each) && takenIn(each, site).length > 0) add(each, each.inner);
  }
  return [...rooms.values()];
}

function roomFrom(section: Line | undefined, siblings: readonly Line[], site: Site): Room {
  const lines = linesOfRoom(siblings).filter(isLive);
  const krb = lines.filter(isKrbLine);
  const taken = section ? takenIn(section, site) : [];
  const own = new Set(krb.map((each) => keyOfSpan(each.at.nameSpan)));
  const takes = taken.some((each) => !own.has(keyOfSpan(each.at.nameSpan)));
  const inForce = takes ? taken : krb;
  return {
    section,
    lines,
    krb,
    authTypes: lines.filter(isKerberos),
    kind: kindOf(section, lines, site),
    inForce,
    isUnmet: inForce.length > 0 && inForce.every((each) => isUnmet(each, section, site)),
    key: section && keyOfSection(section),
  };
}

/** Whether a line is passed over by a conditional of a room that is read. */
function isUnmet(each: Line, section: Line | undefined, site: Site): boolean {
  const read = linesRead(site);
  const isRead = ({ at }: Line): boolean => read.has(keyOfSpan(at.nameSpan));
  return (
    (section ? isRead(section) : read.size > 0) &&
    !isRead(each) &&
    conditionsAround(each, { section }).length > 0
  );
}

function kindOf(section: Line | undefined, lines: readonly Line[], site: Site): Room['kind'] {
  if (section) return isSettingSection(section) ? 'settings' : 'server';
  const known = readings(site);
  if (lines.some(({ at }) => known.get(keyOfSpan(at.nameSpan)))) return 'part';
  if (lines.some(({ name }) => ofSections.has(name)) || isPerDirectory(site))
    return isMacroText(site) && !lines.some(isKerberos) ? 'part' : 'settings';
  return 'server';
}

/** Whether a line is read within a section that is written elsewhere. */
export const isReadInSection = (site: Site, each: Line): boolean =>
  readings(site).get(keyOfSpan(each.at.nameSpan)) === true && !each.around.some(isSettingSection);

/** Lines of mod_auth_kerb in a section, in the order in which httpd reads them, wherever they are written. */
function takenIn(section: Line, site: Site): readonly Line[] {
  const items = directivesOf(site, section).filter(({ module }) => module === 'mod_auth_kerb');
  const { byItem, byPlace } = krbLines(site);
  return items.flatMap((item) => byItem.get(item) ?? byPlace.get(keyOfSpan(item.at.nameSpan)) ?? []);
}

/** By what they were bound to, since each use of a macro makes lines of its own; and by where they are written. */
const krbLines = oncePerSite((site: Site) => {
  const lines = site.lines.filter(isKrbLine);
  return {
    byItem: new Map(lines.map((each) => [each.bound, each])) as ReadonlyMap<Bound | undefined, Line>,
    byPlace: new Map(lines.map((each) => [keyOfSpan(each.at.nameSpan), each])) as ReadonlyMap<string, Line>,
  };
});

function keyOfSpan(span: Span): string {
  const { file, start } = writtenAt(span);
  return `${file.path}:${start}`;
}

/** By where a line is written: whether it is read within a section that is written elsewhere. */
const readings = oncePerSite((site: Site): ReadonlyMap<string, boolean> => {
  const found = new Map<string, boolean>();
  const walk = (items: readonly Bound[], inSection: boolean): void => {
    for (const item of items) {
      if (inSection) found.set(keyOfSpan(item.at.nameSpan), true);
      if (item.kind === 'section') walk(item.items, item.name !== 'VirtualHost');
    }
  };
  walk(site.bound?.items ?? [], false);
  return found;
});

/** Where all lines are written that httpd reads, sections among them. */
const linesRead = oncePerSite((site: Site): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (items: readonly Bound[]): void => {
    for (const item of items) {
      found.add(keyOfSpan(item.at.nameSpan));
      if (item.kind === 'section') walk(item.items);
    }
  };
  walk(site.bound?.items ?? []);
  return found;
});

/** By the place of a section: the directives right in it, those of files and macros that it takes in among them. */
const directivesIn = oncePerSite((site: Site): ReadonlyMap<string, readonly Bound[]> => {
  const found = new Map<string, readonly Bound[]>();
  const walk = (items: readonly Bound[]): void => {
    for (const item of items) {
      if (item.kind !== 'section') continue;
      found.set(
        keyOfSpan(item.at.nameSpan),
        item.items.filter(({ kind }) => kind === 'directive'),
      );
      walk(item.items);
    }
  };
  walk(site.bound?.items ?? []);
  return found;
});

const directivesOf = (site: Site, section: Line | undefined): readonly Bound[] =>
  (section && directivesIn(site).get(keyOfSpan(section.at.nameSpan))) ?? [];

/** Whether a line was made by a macro. */
export const isFromMacro = ({ at }: Pick<Line, 'at'>): boolean => at.nameSpan.file.pieces !== undefined;

/** Whether a macro switches mod_auth_kerb on in a section: then the macro says all that has to be said besides. */
export const isSwitchedOnByMacro = (site: Site, { section }: Room): boolean =>
  directivesOf(site, section).some(
    (each) =>
      each.name === 'AuthType' && isFromMacro(each) && isKerberosName(each.at.args.words[0]?.value ?? ''),
  );

/** Whether a text stands for a folder, so that its outermost lines are settings, also where a value in it keeps it from being taken. */
const isPerDirectory = ({ loaded }: Site): boolean => loaded.isPerDirectory === true;

/** The section that a text for a folder is merged as, if it is taken. */
const foldersOf = oncePerSite(({ bound, servers }: Site) =>
  servers
    .flatMap(({ host }) => host.directories)
    .filter(({ from }) => bound !== undefined && from.path === bound.files[0]?.path),
);

/** Where a room is merged from: the outermost level of a text for a folder is merged as a section of that folder. */
export function mergedKey(site: Site, { section, key }: Room): string | undefined {
  const [folder] = section || !isPerDirectory(site) ? [] : foldersOf(site);
  return folder ? keyOfOrigin(site, folder.from) : key;
}

/** The names of mod_auth_gssapi's directives that a room has already, wherever they are written. */
export function gssapiNamesIn(site: Site, { section, lines }: Room): ReadonlySet<string> {
  const own = lines.filter(({ name }) => /^Gssapi/.test(name)).map(({ name }) => name);
  const taken = directivesOf(site, section).filter(({ module }) => module === 'mod_auth_gssapi');
  return new Set([...own, ...taken.map(({ name }) => name)]);
}

/** Where a section is written, as the origins of settings tell it. */
function keyOfSection({ at }: Line): string {
  const { file, start } = writtenAt(at.nameSpan);
  const { line, column } = positionAt(file, start);
  return `${file.path}:${line}:${column - 1}`;
}

/** The places that a room is a part of and where users log in with Kerberos. */
export const kerberosPlaces = (site: Site, room: Room): readonly CombinedPlace[] =>
  placesOfRoom(site, room).filter((place) => authTypeOf(place)?.startsWith('kerberos'));

/** The places that a room is a part of. */
export const placesOfRoom = (site: Site, { key }: Room): readonly CombinedPlace[] =>
  key === undefined ? [] : (placesByKey(site).get(key) ?? []);

const placesByKey = oncePerSite((site: Site): ReadonlyMap<string, readonly CombinedPlace[]> => {
  const found = new Map<string, CombinedPlace[]>();
  for (const place of combinedPlaces(site))
    for (const { from } of place.sections) {
      const key = keyOfOrigin(site, from);
      const known = found.get(key);
      if (known) known.push(place);
      else found.set(key, [place]);
    }
  return found;
});

/** The sections of a place that say something of mod_auth_kerb, by their rooms' keys, in the order in which they count. */
export const sayingKerb = (site: Site, { sections }: CombinedPlace): readonly string[] =>
  sections.flatMap(({ settings, from }) =>
    settings.mod_auth_kerb || settings.mod_auth_gssapi ? [keyOfOrigin(site, from)] : [],
  );

/** Whether one section counts before another in a place. */
export function countsBefore(site: Site, { sections }: CombinedPlace, one: string, other: string): boolean {
  const keys = sections.map(({ from }) => keyOfOrigin(site, from));
  return keys.indexOf(one) < keys.lastIndexOf(other);
}
