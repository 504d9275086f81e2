/** How many steps one search may take: as many as PCRE allows. */
export const mostSteps = 10_000_000;

/** A pattern took more than `mostSteps` for a text, or called itself without end. */
export class PatternOverrun extends Error {}
