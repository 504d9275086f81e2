import type { Vector } from './combine.js';

/** Combinations that have something in common: for each dimension the choices, or any. */
export interface Cube {
  readonly sides: readonly (ReadonlySet<number> | undefined)[];
  readonly sign: string;
  /** One of its combinations, with as few unusual choices as there are. */
  readonly example: Vector;
  readonly vectors: readonly Vector[];
}

interface Signed {
  readonly vector: Vector;
  /** `undefined`: nothing differs. */
  readonly sign: string | undefined;
}

type Sides = (Set<number> | undefined)[];

/**
 * Covers all combinations with a sign by few large sets of combinations with one sign each. `order` says which dimensions are given up
 * first.
 */
export function cubesOf(
  signed: readonly Signed[],
  order: readonly number[],
  sizes: readonly number[],
): readonly Cube[] {
  const open = signed.filter(({ sign }) => sign !== undefined);
  open.sort((one, other) => unusual(one.vector) - unusual(other.vector));
  const covered = new Set<Signed>();
  const cubes: Cube[] = [];
  for (const start of open) {
    if (covered.has(start)) continue;
    const sides = grown(start, signed, order, sizes);
    const members = open.filter(({ vector }) => isWithin(vector, sides));
    for (const member of members) covered.add(member);
    cubes.push({
      sides,
      sign: start.sign!,
      example: start.vector,
      vectors: members.map(({ vector }) => vector),
    });
  }
  return cubes;
}

const unusual = (vector: Vector): number => vector.filter((choice) => choice !== 0).length;

function grown(
  start: Signed,
  signed: readonly Signed[],
  order: readonly number[],
  sizes: readonly number[],
): Sides {
  const sides: Sides = start.vector.map((choice) => new Set([choice]));
  const holds = (): boolean =>
    signed.every(({ vector, sign }) => sign === start.sign || !isWithin(vector, sides));
  for (const dimension of order) {
    const before = sides[dimension]!;
    sides[dimension] = undefined;
    if (holds()) continue;
    sides[dimension] = before;
    for (let choice = 0; choice < sizes[dimension]!; choice++) {
      if (before.has(choice)) continue;
      before.add(choice);
      if (!holds() || !signed.some(({ vector }) => vector[dimension] === choice && isWithin(vector, sides)))
        before.delete(choice);
    }
  }
  return sides;
}

function isWithin(vector: Vector, sides: Sides): boolean {
  for (let at = 0; at < vector.length; at++) {
    const side = sides[at];
    if (side !== undefined && !side.has(vector[at]!)) return false;
  }
  return true;
}
