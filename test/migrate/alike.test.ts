import { expect, test } from '@jest/globals';
import type { DecisionClass, Verdict } from '../../src/diff/decision-diff.js';
import { alikeDifferences } from '../../src/migrate/alike.js';
import type { Difference } from '../../src/migrate/migration-report.js';

function difference(name: string, explainedBy: readonly number[], opening?: string): Difference {
  const granted = { verdict: { kind: 'granted' } as Verdict, text: '', origins: [] };
  const requests = {
    example: { request: name },
    before: granted,
    after: granted,
    openings: opening === undefined ? [] : [{ code: 'fewer-demands', message: opening }],
  } as unknown as DecisionClass;
  return { requests, explainedBy };
}

const named = (groups: readonly (readonly Difference[])[]): readonly (readonly string[])[] =>
  groups.map((group) => group.map(({ requests }) => requests.example.request));

test('differences with the same reasons that open the same are told of together, in the order of the first', () => {
  const groups = alikeDifferences([
    difference('a', [1, 2], 'more keys'),
    difference('b', [3]),
    difference('c', [2, 1], 'more keys'),
    difference('d', [1, 2]),
    difference('e', [3]),
  ]);
  expect(named(groups)).toEqual([['a', 'c'], ['b', 'e'], ['d']]);
});

test('what nothing explains stands alone', () => {
  const groups = alikeDifferences([difference('a', []), difference('b', []), difference('c', [])]);
  expect(named(groups)).toEqual([['a'], ['b'], ['c']]);
});
