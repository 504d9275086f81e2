/** Sets of paths in words. */
export interface PathSet {
  readonly paths: readonly string[];
  readonly except: readonly string[];
}

const mostNamed = 12;

/**
 * Says which paths some of those that were tried are: all of them, a place with what is below it, or one by one. `bases` are the places
 * that the configurations name.
 */
export function describePaths(
  chosen: ReadonlySet<string>,
  tried: readonly string[],
  bases: readonly string[],
): PathSet {
  if (chosen.size === tried.length) return { paths: ['every path'], except: [] };
  const left = new Set(chosen);
  const named: string[] = [];
  const except: string[] = [];
  const nearest = nearestBases(tried, bases);
  for (const base of [...bases].sort((one, other) => one.length - other.length)) {
    if (!left.has(base) || !left.has(`${base}/page`)) continue;
    const own = nearest.get(base) ?? [];
    if (own.filter((path) => chosen.has(path)).length * 2 <= own.length) continue;
    const inside = tried.filter((path) => path === base || path.startsWith(`${base}/`));
    named.push(`${base} and below`);
    except.push(
      ...shortened(
        inside.filter((path) => !chosen.has(path)),
        bases,
      ),
    );
    for (const path of inside) left.delete(path);
  }
  return { paths: listed([...named, ...shortest(left)]), except: listed(except) };
}

/** The paths at or below each base that no longer base has. */
function nearestBases(
  tried: readonly string[],
  bases: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const known = new Set(bases);
  const nearest = new Map<string, string[]>();
  for (const path of tried) {
    let base = path;
    while (base !== '' && !known.has(base)) base = base.slice(0, base.lastIndexOf('/'));
    nearest.set(base, [...(nearest.get(base) ?? []), path]);
  }
  return nearest;
}

/** Places that are named with what is below them. */
function shortened(paths: readonly string[], bases: readonly string[]): readonly string[] {
  const within = bases.filter((base) => paths.includes(base) && paths.includes(`${base}/page`));
  const single = paths.filter((path) => !within.some((base) => path === base || path.startsWith(`${base}/`)));
  return [...within.map((base) => `${base} and below`), ...single];
}

const shortest = (paths: ReadonlySet<string>): readonly string[] =>
  [...paths].sort((one, other) => one.length - other.length || (one < other ? -1 : 1));

function listed(paths: readonly string[]): readonly string[] {
  const unique = [...new Set(paths)];
  return unique.length <= mostNamed
    ? unique
    : [...unique.slice(0, mostNamed), `${unique.length - mostNamed} more`];
}
