import type { Dimension } from './circumstances.js';

/** Choices for each dimension, by number. */
export type Vector = readonly number[];

/** The combinations to try, and whether these are all that there are. */
export interface Combinations {
  readonly vectors: readonly Vector[];
  readonly whole: boolean;
}

/**
 * All combinations, if they are few enough. Else those of the choices that stand for what the configurations say differently (`hot`), each
 * other choice alone and beside those, each two others, and a fixed choice of the rest. Who asks, how and with what query come in all combinations beyond the limit, if these
 * are few enough: conditions often ask for them together.
 */
export function combine(
  dimensions: readonly Dimension[],
  hot: () => readonly ReadonlySet<number>[],
  limit: number,
): Combinations {
  const sizes = dimensions.map(({ choices }) => choices.length);
  const all = sizes.map((size) => Array.from({ length: size }, (_, at) => at));
  if (countOf(all) <= limit) return { vectors: [...product(all)], whole: true };
  const found = new Map<string, Vector>();
  const add = (vectors: Iterable<Vector>, share: number): void => {
    for (const vector of vectors) {
      if (found.size >= limit * share) return;
      found.set(vector.join(), vector);
    }
  };
  const wanted = hot();
  const chosen = all.map((choices, at) =>
    choices.filter((choice) => choice === 0 || wanted[at]!.has(choice)),
  );
  add([sizes.map(() => 0)], 1);
  add(countOf(chosen) <= limit / 2 ? product(chosen) : scattered(chosen, limit / 2), 0.5);
  add(
    singles(
      sizes.map(() => 0),
      all,
    ),
    0.65,
  );
  add(
    [...found.values()].slice(1, 30).flatMap((vector) => [...singles(vector, all)]),
    0.8,
  );
  add(twos(all), 0.95);
  add(scattered(all, 4 * limit), 1);
  const asked = all.map((choices, at) => (together.has(dimensions[at]!.name) ? choices : [0]));
  if (countOf(asked) <= limit) add(product(asked), 2);
  return { vectors: [...found.values()], whole: false };
}

const together: ReadonlySet<string> = new Set(['credential', 'method', 'query']);

type Choices = readonly (readonly number[])[];

const countOf = (choices: Choices): number => choices.reduce((count, each) => count * each.length, 1);

function* product(choices: Choices): Generator<Vector> {
  const count = countOf(choices);
  for (let at = 0; at < count; at++) {
    let rest = at;
    yield choices.map((each) => {
      const choice = each[rest % each.length]!;
      rest = Math.floor(rest / each.length);
      return choice;
    });
  }
}

/** One dimension of a combination changed, to each of its choices. */
function* singles(vector: Vector, choices: Choices): Generator<Vector> {
  for (const [dimension, each] of choices.entries())
    for (const choice of each) if (choice !== 0) yield changed(vector, dimension, choice);
}

function* twos(choices: Choices): Generator<Vector> {
  const usual = choices.map(() => 0);
  for (const [dimension, each] of choices.entries())
    for (const choice of each)
      if (choice !== 0) {
        const first = changed(usual, dimension, choice);
        for (const second of singles(
          first,
          choices.map((other, at) => (at > dimension ? other : [])),
        ))
          yield second;
      }
}

const changed = (vector: Vector, dimension: number, choice: number): Vector =>
  vector.map((each, at) => (at === dimension ? choice : each));

/** Combinations of everything, the same in each run (a linear congruential generator). */
function* scattered(choices: Choices, count: number): Generator<Vector> {
  let state = 12_345;
  for (let at = 0; at < count; at++)
    yield choices.map((each) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return each[Math.floor((state / 2 ** 32) * each.length)]!;
    });
}
