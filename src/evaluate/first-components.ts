import type { Regex } from '../ruleset/text.js';
import { leadOf } from './leads.js';

/** What a line of mod_alias or mod_proxy concerns. */
interface OfPaths {
  readonly match:
    | { readonly kind: 'prefix'; readonly prefix: string }
    | { readonly kind: 'regex'; readonly regex: Regex };
}

interface Placed<T> {
  readonly line: T;
  readonly order: number;
}

/** So few are tried one by one. */
const few = 8;

/** The first component of a path, whatever slashes stand in front of it. */
function firstComponent(path: string): string {
  let from = 0;
  while (path[from] === '/') from++;
  const end = path.indexOf('/', from);
  return path.slice(from, end === -1 ? undefined : end);
}

/** The first component of all paths that a line may concern; absent where they may have any. A prefix ends where a component does. */
function componentOf({ match }: OfPaths): string | undefined {
  if (match.kind === 'prefix')
    return /^\/+[^/]/.test(match.prefix) ? firstComponent(match.prefix) : undefined;
  const lead = leadOf(match);
  return /^\/+[^/]+\//.test(lead) ? firstComponent(lead) : undefined;
}

/** Lines by the first component of the paths that they concern: of many only those are tried that may concern a path. */
class FirstComponents<T extends OfPaths> {
  readonly #anywhere: Placed<T>[] = [];
  readonly #byComponent = new Map<string, Placed<T>[]>();

  constructor(lines: readonly T[]) {
    lines.forEach((line, order) => {
      const component = componentOf(line);
      const same = component === undefined ? this.#anywhere : this.#byComponent.get(component);
      if (same) same.push({ line, order });
      else if (component !== undefined) this.#byComponent.set(component, [{ line, order }]);
    });
  }

  /** Those that may concern a path, in the order of the list. */
  *of(path: string): Generator<T> {
    const own = this.#byComponent.get(firstComponent(path)) ?? [];
    let next = 0;
    for (const { line, order } of this.#anywhere) {
      while (next < own.length && own[next]!.order < order) yield own[next++]!.line;
      yield line;
    }
    while (next < own.length) yield own[next++]!.line;
  }
}

const known = new WeakMap<readonly OfPaths[], FirstComponents<OfPaths>>();

function indexOf<T extends OfPaths>(lines: readonly T[]): FirstComponents<T> {
  // The index of a list of these lines has these lines.
  const before = known.get(lines) as FirstComponents<T> | undefined;
  if (before) return before;
  const made = new FirstComponents(lines);
  known.set(lines, made as FirstComponents<OfPaths>);
  return made;
}

/** What `look` finds first among the lines that may concern a path, in their order. */
export function firstForPath<T extends OfPaths, R>(
  lines: readonly T[],
  path: string,
  look: (line: T) => R | undefined,
): R | undefined {
  for (const line of lines.length <= few ? lines : indexOf(lines).of(path)) {
    const found = look(line);
    if (found !== undefined) return found;
  }
  return undefined;
}
