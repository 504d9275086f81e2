import { expect, test } from '@jest/globals';
import { firstForPath } from '../../src/evaluate/first-components.js';

const prefix = (text: string) => ({ match: { kind: 'prefix', prefix: text } as const });
const regex = (pattern: string) => ({ match: { kind: 'regex', regex: { pattern, flags: '' } } as const });
const lines = [
  ...Array.from({ length: 1000 }, (_, at) => prefix(`/a${at}/x`)),
  regex('^/a7/'),
  regex('^/a7|^/b'),
  prefix('/'),
  regex('x$'),
  prefix('/a7'),
  prefix('//a7//y'),
];

/** The numbers of the lines that are looked at for a path. */
function lookedAt(path: string): readonly number[] {
  const seen: number[] = [];
  firstForPath(lines, path, (line) => void seen.push(lines.indexOf(line)));
  return seen;
}

test.each([
  ['/a7/x', [7, 1000, 1001, 1002, 1003, 1004, 1005]],
  ['//a7/x', [7, 1000, 1001, 1002, 1003, 1004, 1005]],
  ['/a7', [7, 1000, 1001, 1002, 1003, 1004, 1005]],
  ['/other/path', [1001, 1002, 1003]],
  ['/', [1001, 1002, 1003]],
])('of many lines those are looked at, in their order, that may concern %s', (path, numbers) =>
  expect(lookedAt(path)).toEqual(numbers),
);

test('what is found first ends the search', () => {
  expect(firstForPath(lines, '/a7/x', (line) => (line.match.kind === 'regex' ? line : undefined))).toBe(
    lines[1000],
  );
});
