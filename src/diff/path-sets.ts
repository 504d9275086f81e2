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
  readonly #nearest = new Map<string, string[]>();

  constructor(tried: readonly string[], bases: readonly string[]) {
    this.tried = tried;
    this.bases = [...bases].sort((one, other) => one.length - other.length);
    this.#known = new Set(bases);
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

  /**
   * Says which paths some of those that were tried are: all of them, a place with what is below it, or one by one.
   */
  describe(chosen: ReadonlySet<string>): PathSet {
    if (chosen.size === this.tried.length) return { paths: ['every path'], except: [] };
    const left = new Set(chosen);
    const named: string[] = [];
    const except: string[] = [];
    for (const base of this.bases) {
      if (!left.has(base) || !left.has(`${base}/page`)) continue;
      const own = this.#nearest.get(base) ?? [];
      if (own.filter((path) => chosen.has(path)).length * 2 <= own.length) continue;
      const inside = this.tried.filter((path) => path === base || path.startsWith(`${base}/`));
      named.push(`${base} and below`);
      const others = inside.filter((path) => !chosen.has(path));
      if (others.length > 0) except.push(...shortened(others, this.bases));
      for (const path of inside) left.delete(path);
    }
    return { paths: listed([...named, ...shortest(left)]), except: listed(except) };
  }
}

/** Places that are named with what is below them. */
function shortened(paths: readonly string[], bases: readonly string[]): readonly string[] {
  const within = bases.filter((base) => paths.includes(base) && paths.includes(`${base}/page`));
  const single = paths.filter((path) => !within.some((base) => path === base || path.startsWith(`${base}/`)));
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
