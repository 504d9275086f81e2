import { type Line, rawOf, valuesOf } from '../../lint/line.js';
import type { Room } from './room.js';
import type { UrlMap } from './url-map.js';

/** Whether what matches a section matches an earlier one, too: always, sometimes, or never. */
export type Overlap = 'always' | 'sometimes' | 'never';

const ranks: Readonly<Record<string, number>> = {
  '<Directory': 1,
  '<Proxy': 1,
  '<ProxyMatch': 2,
  '<DirectoryMatch': 2,
  '<Files': 3,
  '<FilesMatch': 3,
  '<Location': 4,
  '<LocationMatch': 4,
  '<If': 5,
  '<ElseIf': 5,
  '<Else': 5,
};

/** The last setting section with its place in httpd's walk; an If anywhere is last. */
const ranksKnown = new WeakMap<Room, number>();

function rankOf(room: Room): number {
  const before = ranksKnown.get(room);
  if (before !== undefined) return before;
  const found = newRank(room);
  ranksKnown.set(room, found);
  return found;
}

function newRank({ section, outer }: Room): number {
  if (!section) return 0;
  return Math.max(...[...outer, section].map(sectionRank));
}

const sectionRank = (line: Line): number => (isPattern(line) ? 2 : (ranks[line.name] ?? 0));

const isPattern = (line: Line): boolean =>
  (line.name === '<Directory' || line.name === '<Proxy') && valuesOf(line)[0] === '~';

/**
 * Whether two sections are merged with each other before they are merged with what comes before both, as all Locations are: AuthMerging
 * of the later one then joins it to that, too, although the earlier one took its place.
 */
export const areMergedFirst = (one: Room, other: Room): boolean =>
  rankOf(one) === rankOf(other) && rankOf(one) >= 3;

/** Whether a section is merged before another one where both match. */
export function isBefore(one: Room, other: Room): boolean {
  const ranks = rankOf(one) - rankOf(other);
  if (ranks !== 0) return ranks < 0;
  // Those in other sections come in the order in which these are merged, behind those in none.
  const outer = compareOuter(one.outer, other.outer);
  if (outer !== 0) return outer < 0;
  if (rankOf(one) === 1 && one.section && other.section) {
    const depth = depthOf(one.section) - depthOf(other.section);
    if (depth !== 0) return depth < 0;
  }
  const host = Number(one.virtualHost !== undefined) - Number(other.virtualHost !== undefined);
  return host === 0 ? one.order < other.order : host < 0;
}

function compareOuter(one: readonly Line[], other: readonly Line[]): number {
  const [first, second] = [one[0], other[0]];
  if (!first || !second) return one.length - other.length;
  const rank = sectionRank(first) - sectionRank(second);
  return rank === 0 && sectionRank(first) === 1 ? depthOf(first) - depthOf(second) : rank;
}

/** How many components a Directory names. */
const depthOf = (section: Line): number => pathOf(section).split('/').filter(Boolean).length;

/** The path of a section, its slashes at the end cut. */
const pathsKnown = new WeakMap<Line, string>();

export function pathOf(section: Line): string {
  const before = pathsKnown.get(section);
  if (before !== undefined) return before;
  const found = newPath(section);
  pathsKnown.set(section, found);
  return found;
}

function newPath(section: Line): string {
  const words = valuesOf(section);
  const path = words.length > 0 ? words[0]! : rawOf(section);
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}

/** Whether it covers a path and what is below it. */
export const isPlain = (section: Line): boolean =>
  (section.name === '<Directory' || section.name === '<Location') &&
  valuesOf(section).length === 1 &&
  !/[*?[\]$]/.test(pathOf(section));

/** Whether they stand in different virtual hosts. */
export const areApart = ({ virtualHost: one }: Room, { virtualHost: other }: Room): boolean =>
  one !== undefined && other !== undefined && one !== other;

/** Whether requests that match `later` match `earlier`, which is merged before it. */
export function overlapOf(earlier: Room, later: Room, map: UrlMap): Overlap {
  if (areApart(earlier, later)) return 'never';
  // A main server's section that is merged behind a virtual host's counts in that host only.
  const most = earlier.virtualHost && !later.virtualHost ? 'sometimes' : 'always';
  const found = ofSections(earlier, later, map);
  return found === 'always' ? most : found;
}

function ofSections(earlier: Room, later: Room, map: UrlMap): Overlap {
  const { section: one } = earlier;
  const { section: other } = later;
  if (!one) return 'always';
  if (!other) return 'never';
  const around = [...later.outer, other];
  if (around.includes(one)) return 'always';
  const levels = around.map((each) => ofPair(one, earlier.outer, each, later, map));
  if (levels.includes('never')) return 'never';
  return levels.includes('always') ? 'always' : 'sometimes';
}

function ofPair(one: Line, outer: readonly Line[], other: Line, later: Room, map: UrlMap): Overlap {
  const isProxy = /^<Proxy/.test(one.name);
  if (isProxy && /^<(?:Directory|Files)/.test(other.name)) return 'never';
  if (/^<Proxy/.test(other.name) && /^<(?:Directory|Files)/.test(one.name)) return 'never';
  const same = one.name === other.name && rawOf(one) === rawOf(other) && !/^<(?:If|Else)/.test(one.name);
  if (same && outer.length === 0) return 'always';
  if (!isPlain(one) || !isPlain(other)) return 'sometimes';
  const inner = outer.length === 0 ? 'always' : 'sometimes';
  const mayBeBelow = one.name === '<Location' || other !== later.section;
  if (one.name === other.name) return ofPaths(pathOf(one), pathOf(other), inner, mayBeBelow);
  if (one.name !== '<Directory') return 'sometimes';
  if (pathOf(one) === '/') return inner;
  const mapped = map.fileOf(pathOf(other), later.virtualHost);
  return mapped === undefined ? 'sometimes' : ofPaths(pathOf(one), mapped, inner, true);
}

/** A Location may be followed by one above it, and a Files in a Directory follows all Directories; else those above are merged before. */
function ofPaths(one: string, other: string, inner: Overlap, mayBeBelow: boolean): Overlap {
  if (isWithin(other, one)) return inner;
  return mayBeBelow && isWithin(one, other) ? 'sometimes' : 'never';
}

const isWithin = (path: string, above: string): boolean =>
  path === above || path.startsWith(above.endsWith('/') ? above : `${above}/`);
