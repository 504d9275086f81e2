import { type Place, placesOf } from '../../lint/place.js';
import { mainServerView, type ServerView } from '../../lint/server-view.js';
import { oncePerSite, type Site } from '../../lint/site.js';
import { supposedServer } from '../../lint/supposed-explanation.js';
import type { Section } from '../../ruleset/ruleset.js';
import { rankOf } from './merge-order.js';

/** What is in force for some requests, and the sections that say so. */
export type CombinedPlace = Pick<Place, 'settings' | 'sections'>;

/** A section as it is merged. */
export type Applied = Place['sections'][number];

/** So many are looked at of one site. */
const most = 4_000;

/**
 * The places of a site, and what comes of them where sections for patterns, names of files and conditions count, too: which paths have
 * all of them is not known, so that any may.
 */
export const combinedPlaces = oncePerSite((site: Site): readonly CombinedPlace[] => {
  const own = ownPlaces(site);
  const found: CombinedPlace[] = [...own];
  for (let round = 0, from = 0; round < 2; round += 1) {
    const until = found.length;
    for (const place of round === 0 ? own : found.slice(from, until))
      for (const server of serversOf(place))
        for (const section of patternsOf(server, place)) {
          if (found.length >= most) return found;
          found.push(withSection(server, place, section));
        }
    from = until;
  }
  return found;
});

const serverOfPlace = new WeakMap<object, ServerView>();

function serversOf(place: CombinedPlace): readonly ServerView[] {
  const known = 'server' in place ? (place as Place).server : serverOfPlace.get(place);
  return known ? [known] : [];
}

/** The sets of sections that paths lead to. */
export const ownPlaces = oncePerSite((site: Site): readonly Place[] => [
  ...site.places,
  ...placesOfMain(site),
]);

/** Requests may come to the main server on other ports than its first one, so that its own settings count even where it was left out. */
function placesOfMain({ judged, servers }: Site): readonly Place[] {
  if (!judged || servers.length === 0 || servers.some(({ virtualHost }) => !virtualHost)) return [];
  const { program, machine } = supposedServer(judged);
  return placesOf(mainServerView(program, machine));
}

/** Sections that may count besides those of a place, those inside of the place's own among them. */
export function patternsOf({ host }: ServerView, { sections }: CombinedPlace): readonly Applied[] {
  const own = new Set(sections);
  const all: readonly Applied[] = [
    ...patternsAmong(host.directories),
    ...host.directoryMatches,
    ...host.files,
    ...sections.flatMap((section) => ('files' in section ? section.files : [])),
    ...patternsAmong(host.locations),
    ...host.conditions,
    ...sections.flatMap(({ conditions }) => conditions),
  ];
  return all.filter((section) => !own.has(section));
}

const patterns = new WeakMap<readonly Section[], readonly Section[]>();

function patternsAmong(sections: readonly Section[]): readonly Section[] {
  const known = patterns.get(sections) ?? sections.filter(({ match }) => match.kind !== 'prefix');
  patterns.set(sections, known);
  return known;
}

/** In the order in which httpd merges them. */
function withSection(server: ServerView, { sections }: CombinedPlace, added: Applied): CombinedPlace {
  const rank = (section: Applied): number => rankOf(server, section);
  const at = sections.findIndex((section) => rank(section) > rank(added));
  const all = at === -1 ? [...sections, added] : sections.toSpliced(at, 0, added);
  const { merger, root } = server.program;
  const place = all.reduce((node, section) => merger.apply(node, section), root);
  serverOfPlace.set(place, server);
  return place;
}
