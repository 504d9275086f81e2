import type { Difference } from './migration-report.js';

/**
 * Differences that the same entries explain and that open the same, each group in the order of the first: one changed line is met by many
 * kinds of requests. What nothing explains stands alone.
 */
export function alikeDifferences(differences: readonly Difference[]): readonly (readonly Difference[])[] {
  const groups = new Map<string, Difference[]>();
  differences.forEach((difference, index) => {
    const { requests, explainedBy } = difference;
    const kinds = [requests.before.verdict.kind, requests.after.verdict.kind];
    const opens = requests.openings.map(({ message }) => message).toSorted();
    const key =
      explainedBy.length === 0
        ? String(index)
        : JSON.stringify([kinds, opens, explainedBy.toSorted((left, right) => left - right)]);
    const group = groups.get(key);
    if (group) group.push(difference);
    else groups.set(key, [difference]);
  });
  return [...groups.values()];
}
