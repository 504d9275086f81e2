import { isSettingSection, type Line } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import { placedLines } from './placed-lines.js';
import type { Room } from './room.js';

/**
 * Sections with lines of a file that several sections include, so that rewriting it for one would change the others: those where other
 * lines count beside it. Where nothing does, the file means the same everywhere.
 */
export function sharingRooms(site: Site, rooms: readonly Room[], hasRules: boolean): ReadonlySet<Room> {
  const bySection = new Map(rooms.map((room) => [room.section, room]));
  const sharing = new Set<Room>();
  for (const [path, includes] of sharedFiles(site)) {
    const owners = rooms.filter(
      (room) => filesOf(room).has(path) && room.section?.at.nameSpan.file.path !== path,
    );
    const users = includes.flatMap((section) => bySection.get(section) ?? []);
    const isMixed =
      hasRules || [...owners, ...users].some((room) => filesOf(room).size > 1 || !filesOf(room).has(path));
    if (owners.length > 0 && isMixed) for (const room of [...owners, ...users]) sharing.add(room);
  }
  return sharing;
}

const filesOf = ({ access, requires }: Room): ReadonlySet<string> =>
  new Set([...access, ...requires].map(({ line }) => line.at.nameSpan.file.path));

/** By path, the sections that include a file, for files that several lines include. */
function sharedFiles(site: Site): ReadonlyMap<string, readonly (Line | undefined)[]> {
  const sections = new Map(
    placedLines(site).map(({ line, around }) => [
      `${line.at.nameSpan.file.path}:${line.at.nameSpan.start}`,
      around.findLast(isSettingSection),
    ]),
  );
  const inclusions = new Map<string, Map<string, Line | undefined>>();
  for (const { path, includedFrom, pieces } of site.bound?.files ?? []) {
    if (!includedFrom || pieces) continue;
    const key = `${includedFrom.file.path}:${includedFrom.start}`;
    const known = inclusions.get(path) ?? new Map<string, Line | undefined>();
    inclusions.set(path, known.set(key, sections.get(key)));
  }
  const shared = [...inclusions].filter(([, from]) => from.size > 1);
  return new Map(shared.map(([path, from]) => [path, [...from.values()]]));
}
