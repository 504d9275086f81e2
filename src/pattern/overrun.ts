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

/**
 * Does something whose searches count together; `before` is what came of an earlier part. Gives the result and the steps after it.
 */
export function countSteps<T>(before: number, act: () => T): { readonly result: T; readonly steps: number } {
  const outer = spent.steps;
  spent.steps = before;
  try {
    const result = act();
    return { result, steps: spent.steps };
  } finally {
    spent.steps = outer;
  }
}
