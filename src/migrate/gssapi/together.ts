import type { Place } from '../../lint/place.js';
import type { ServerView } from '../../lint/server-view.js';
import type { Site } from '../../lint/site.js';
import { oncePerSite } from '../../lint/site.js';
import type { Origin } from '../../ruleset/origin.js';
import type { Settings } from '../../ruleset/ruleset.js';
import { type Applied, ownPlaces, patternsOf } from './combined-places.js';
import { rankOf } from './merge-order.js';

/** What sections of a site come to where they count for one request, whatever other sections count there, too. */
export interface Together {
  /**
   * By a section with settings of mod_auth_kerb, or with AuthType Kerberos alone: those whose Require may let users in that log in by its
   * settings, or those of its server.
   */
  readonly requiring: ReadonlyMap<string, ReadonlySet<Applied>>;
  /** Sections that may count where no other AuthType than Kerberos is in force. */
  readonly reached: ReadonlySet<string>;
}

/** How an AuthType counts here: `none` of them may be said, and None is no login. */
type Type = 'kerberos' | 'other' | 'none';

/** What a section says of logins. */
interface Saying {
  readonly section: Applied;
  readonly key: string;
  readonly rank: number;
  readonly isKerb: boolean;
  readonly type: Type | undefined;
  readonly requires: boolean;
  readonly joins: boolean;
  /** Sections around it, which count wherever it does. */
  readonly outer: readonly Saying[];
}

/** Sections of a place: those that surely count and those that may. */
interface Meeting {
  readonly sure: readonly Saying[];
  readonly all: readonly Saying[];
  /** The last one that joins the Require lines of others with its own, so that none before it is surely replaced. */
  readonly lastJoin: number;
}

/** So many sets are looked at of one site; beyond, every section that may give a login is taken to do so. */
const mostSets = 3_000_000;

/** Looks at each pair of settings and Require, with whatever third section gives the AuthType: more than three decide nothing else. */
export const together = oncePerSite((site: Site): Together => {
  const requiring = new Map<string, Set<Applied>>();
  const reached = new Set<string>();
  let left = mostSets;
  const isKerberos = (meeting: Meeting, named: readonly Saying[], last?: Saying): boolean => {
    left -= left > 0 ? meeting.all.length : 0;
    return left <= 0 || mayBeKerberos(meeting, named, last);
  };
  for (const meeting of meetingsOf(site))
    for (const own of meeting.all) {
      if (!reached.has(own.key) && isKerberos(meeting, [own])) reached.add(own.key);
      if ((!own.isKerb && own.type !== 'kerberos') || isReplaced(own, meeting.sure)) continue;
      const found = requiring.get(own.key) ?? new Set();
      requiring.set(own.key, found);
      for (const other of meeting.all) {
        if (!other.requires || found.has(other.section)) continue;
        const named = [own, other];
        if (countsLast(meeting, named, own, other) && isKerberos(meeting, named, other))
          found.add(other.section);
      }
    }
  return { requiring, reached };
});

/** Whether settings stay in force, and a Require does, where some sections count. */
function countsLast(meeting: Meeting, named: readonly Saying[], own: Saying, other: Saying): boolean {
  const members = membersOf(meeting, named);
  if (isReplaced(own, members)) return false;
  return (
    meeting.lastJoin >= other.rank || !members.some(({ requires, rank }) => requires && rank > other.rank)
  );
}

/** What a section has from its server is replaced by any other that says something. */
const isReplaced = (own: Saying, members: readonly Saying[]): boolean =>
  members.some(({ isKerb, rank }) => isKerb && (!own.isKerb || rank > own.rank));

/**
 * Whether users may log in with Kerberos where some sections count, be it that another one gives the AuthType; with a Require that must
 * stay in force, or where it only matters whether anything else than another login may be asked for.
 */
function mayBeKerberos(meeting: Meeting, named: readonly Saying[], other?: Saying): boolean {
  const fits = (type: Type | undefined): boolean =>
    type === 'kerberos' || (other === undefined && type !== 'other');
  const [own] = named;
  const types = membersOf(meeting, named).filter(({ type }) => type !== undefined);
  const last = types.toSorted((one, two) => one.rank - two.rank).at(-1);
  if (fits(last?.type)) return true;
  return meeting.all.some(
    (giver) =>
      giver.type !== undefined &&
      fits(giver.type) &&
      giver.rank > (last?.rank ?? -1) &&
      (other === undefined || countsLast(meeting, [...named, giver], own!, other)),
  );
}

function membersOf({ sure }: Meeting, named: readonly Saying[]): readonly Saying[] {
  return [...sure, ...named, ...named.flatMap(({ outer }) => outer)];
}

function* meetingsOf(site: Site): Generator<Meeting> {
  const known = new Map<ServerView, Map<Applied, Saying>>();
  for (const place of ownPlaces(site)) {
    const sayings = known.get(place.server) ?? new Map<Applied, Saying>();
    known.set(place.server, sayings);
    const say = (section: Applied, outer: readonly Saying[]): Saying => {
      const before = sayings.get(section);
      if (before) return before;
      const rank = rankOf(place.server, section);
      const made = {
        section,
        key: keyOfOrigin(site, section.from),
        rank,
        outer,
        ...saidBy(section.settings),
      };
      sayings.set(section, made);
      return made;
    };
    yield meetingAt(place, say);
  }
}

type Say = (section: Applied, outer: readonly Saying[]) => Saying;

function meetingAt(place: Place, say: Say): Meeting {
  const sure = place.sections.map((section) => say(section, []));
  const all = [...sure];
  const seen = new Set(place.sections);
  const add = (sections: readonly Applied[], outer: readonly Saying[]): void => {
    for (const section of sections.filter((each) => !seen.has(each))) {
      seen.add(section);
      const saying = say(section, outer);
      all.push(saying);
      add(nestedIn(section), [...outer, saying]);
    }
  };
  for (const each of sure) add(nestedIn(each.section), [...each.outer, each]);
  add(patternsOf(place.server, place), []);
  const lastJoin = Math.max(-1, ...all.filter(({ joins }) => joins).map(({ rank }) => rank));
  return { sure, all, lastJoin };
}

const nestedIn = (section: Applied): readonly Applied[] => [
  ...('files' in section ? section.files : []),
  ...section.conditions,
];

function saidBy({ mod_auth_kerb, mod_auth_gssapi, mod_authn_core, mod_authz_core }: Settings) {
  const type = mod_authn_core?.authType;
  return {
    isKerb: mod_auth_kerb !== undefined || mod_auth_gssapi !== undefined,
    type: type === undefined ? undefined : typeOf(type),
    requires: mod_authz_core?.rule !== undefined,
    joins: mod_authz_core?.merging === 'And' || mod_authz_core?.merging === 'Or',
  };
}

function typeOf(type: unknown): Type {
  const name = typeof type === 'string' ? type.toLowerCase() : '';
  if (name === 'none') return 'none';
  return name.startsWith('kerberos') ? 'kerberos' : 'other';
}

/** Where a section is written. */
export const keyOfOrigin = (site: Site, { path, file, line, column }: Origin): string =>
  `${path ?? site.ruleset?.files[file]}:${line}:${column}`;
