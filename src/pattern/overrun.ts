/** How many steps one search may take, as many as PCRE allows, and all searches for one request together. */
export const mostSteps = 10_000_000;

/** A pattern took more than `mostSteps` for a text, or called itself without end. */
export class PatternOverrun extends Error {}

/** The steps of the searches so far, where they are counted together. */
const spent: { steps: number | undefined } = { steps: undefined };

/** How many steps the next search may take. */
export function stepsLeft(): number {
  return mostSteps - (spent.steps ?? 0);
}

/** Counts the steps of a search. */
export function spendSteps(steps: number): void {
  if (spent.steps !== undefined) spent.steps += steps;
}

/** Lets the searches that follow count together, from `before` on; gives what `endCount` wants. */
export function beginCount(before: number): number | undefined {
  const outer = spent.steps;
  spent.steps = before;
  return outer;
}

/** Ends what `beginCount` began; gives the steps of all its searches and those before them. */
export function endCount(outer: number | undefined): number {
  const steps = spent.steps ?? 0;
  spent.steps = outer;
  return steps;
}

/**
 * Does something whose searches count together; `before` is what came of an earlier part. Gives the result and the steps after it.
 */
export function countSteps<T>(before: number, act: () => T): { readonly result: T; readonly steps: number } {
  const outer = beginCount(before);
  let steps = before;
  let result: T;
  try {
    result = act();
  } finally {
    steps = endCount(outer);
  }
  return { result, steps };
}
