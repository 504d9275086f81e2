import { isPlain, pathOf } from './overlap.js';
import type { Room } from './room.js';
import type { UrlMap } from './url-map.js';

/**
 * The sections that may match requests which a section matches, found by their paths, so that what many sections cost grows with their
 * number. Those for patterns, files and conditions, and those in other sections, may always.
 */
export class Companions {
  readonly #all: readonly Room[];
  readonly #map: UrlMap;
  readonly #always: number[] = [];
  readonly #byPath = { Directory: new PathList(), Location: new PathList() };

  /** Sections in the order of merging. */
  constructor(rooms: readonly Room[], map: UrlMap) {
    this.#all = rooms;
    this.#map = map;
    for (const [at, room] of rooms.entries()) {
      const kind = kindOf(room);
      if (kind) this.#byPath[kind].add(pathOf(room.section!), at);
      else this.#always.push(at);
    }
  }

  /** In the order of merging; some of them may turn out to match other requests only. */
  of(room: Room): readonly Room[] {
    const kind = kindOf(room);
    if (!kind) return this.#all;
    const { Directory, Location } = this.#byPath;
    const path = pathOf(room.section!);
    const folder = kind === 'Directory' ? path : this.#map.fileOf(path, room.virtualHost);
    const folders = folder === undefined ? Directory.all() : Directory.around(folder);
    // A Directory does not follow one below it, and no Location.
    const found = [...this.#always, ...folders, ...(kind === 'Location' ? Location.around(path) : [])];
    return found.sort((one, other) => one - other).map((at) => this.#all[at]!);
  }
}

/** What has one path and stands in no other section. */
function kindOf({ section, outer }: Room): 'Directory' | 'Location' | undefined {
  if (!section || outer.length > 0 || !isPlain(section)) return undefined;
  return section.name === '<Location' ? 'Location' : 'Directory';
}

/** Numbers by path. */
class PathList {
  readonly #at = new Map<string, number[]>();
  #sorted: readonly string[] | undefined;

  add(path: string, at: number): void {
    const known = this.#at.get(path);
    if (known) known.push(at);
    else this.#at.set(path, [at]);
    this.#sorted = undefined;
  }

  all(): readonly number[] {
    return [...this.#at.values()].flat();
  }

  /** Those of a path, above it and below it. */
  around(path: string): readonly number[] {
    const found: number[] = [];
    const take = (name: string): void => {
      for (const at of this.#at.get(name) ?? []) found.push(at);
    };
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      take(path.slice(0, end));
    if (path !== '/') take('/');
    take(path);
    this.#sorted ??= [...this.#at.keys()].sort();
    const lead = path.endsWith('/') ? path : `${path}/`;
    for (let at = firstFrom(this.#sorted, lead); this.#sorted[at]?.startsWith(lead); at++)
      if (this.#sorted[at] !== path) take(this.#sorted[at]!);
    return found;
  }
}

function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
