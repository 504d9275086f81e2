/** Sets of paths in words. */
export interface PathSet {
  readonly paths: readonly string[];
  readonly except: readonly string[];
}

const mostNamed = 12;

/** The paths that were tried on a server, and the places that the configurations name, the shortest first. */
export class TriedPaths {
  readonly tried: readonly string[];
  readonly bases: readonly string[];
  /** The paths at or below each base that no longer base has. */
  readonly #known: ReadonlySet<string>;
  readonly #rank: ReadonlyMap<string, number>;
  readonly #number: ReadonlyMap<string, number>;
  #sorted: readonly { readonly path: string; readonly at: number }[] | undefined;
  readonly #nearest = new Map<string, string[]>();

  constructor(tried: readonly string[], bases: readonly string[]) {
    this.tried = tried;
    this.bases = [...bases].sort((one, other) => one.length - other.length);
    this.#known = new Set(bases);
    this.#rank = new Map(this.bases.map((base, at) => [base, at]));
    this.#number = new Map(tried.map((path, at) => [path, at]));
    for (const path of tried) {
      const base = this.baseOf(path) ?? '';
      const own = this.#nearest.get(base);
      if (own) own.push(path);
      else this.#nearest.set(base, [path]);
    }
  }

  /** The nearest place that is named at or above a path. */
  baseOf(path: string): string | undefined {
    let base = path;
    while (base !== '' && !this.#known.has(base)) base = base.slice(0, base.lastIndexOf('/'));
    return base === '' ? undefined : base;
  }

  /** Those of the bases that are among some paths, the shortest first. */
  #basesAmong(paths: ReadonlySet<string>): readonly string[] {
    if (paths.size > this.bases.length) return this.bases;
    const found = [...paths].filter((path) => this.#rank.has(path));
    return found.sort((one, other) => this.#rank.get(one)! - this.#rank.get(other)!);
  }

  /** A place and what is below it, in the order in which they were tried. */
  #inside(base: string): readonly string[] {
    this.#sorted ??= this.tried
      .map((path, at) => ({ path, at }))
      .sort((one, other) => (one.path < other.path ? -1 : Number(one.path > other.path)));
    const found = this.#number.get(base) === undefined ? [] : [{ path: base, at: this.#number.get(base)! }];
    const lead = `${base}/`;
    for (let at = this.#firstFrom(lead); this.#sorted[at]?.path.startsWith(lead); at++)
      found.push(this.#sorted[at]!);
    return found.sort((one, other) => one.at - other.at).map(({ path }) => path);
  }

  #firstFrom(text: string): number {
    const sorted = this.#sorted ?? [];
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.path < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Says which paths some of those that were tried are: all of them, a place with what is below it, or one by one.
   */
  describe(chosen: ReadonlySet<string>): PathSet {
    if (chosen.size === this.tried.length) return { paths: ['every path'], except: [] };
    const left = new Set(chosen);
    const named: string[] = [];
    const except: string[] = [];
    for (const base of this.#basesAmong(chosen)) {
      if (!left.has(base) || !left.has(`${base}/page`)) continue;
      const own = this.#nearest.get(base) ?? [];
      if (own.filter((path) => chosen.has(path)).length * 2 <= own.length) continue;
      const inside = this.#inside(base);
      named.push(`${base} and below`);
      const others = inside.filter((path) => !chosen.has(path));
      if (others.length > 0) except.push(...shortened(others, this.#basesAmong(new Set(others))));
      for (const path of inside) left.delete(path);
    }
    return { paths: listed([...named, ...shortest(left)]), except: listed(except) };
  }
}

/** A path, and every place above it. */
function placesAbove(path: string): readonly string[] {
  const found = [path];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    found.push(path.slice(0, end));
  return found;
}

/** Places that are named with what is below them. */
function shortened(paths: readonly string[], bases: readonly string[]): readonly string[] {
  const chosen = new Set(paths);
  const within = bases.filter((base) => chosen.has(base) && chosen.has(`${base}/page`));
  const known = new Set(within);
  const single = paths.filter((path) => !placesAbove(path).some((place) => known.has(place)));
  return [...within.map((base) => `${base} and below`), ...single];
}

const shortest = (paths: ReadonlySet<string>): readonly string[] =>
  [...paths].sort((one, other) => one.length - other.length || (one < other ? -1 : 1));

/** Some of them, and how many others there are. */
export function listed(paths: readonly string[]): readonly string[] {
  const unique = [...new Set(paths)];
  return unique.length <= mostNamed
    ? unique
    : [...unique.slice(0, mostNamed), `${unique.length - mostNamed} more`];
}
