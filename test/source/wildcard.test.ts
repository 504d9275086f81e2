import { describe, expect, test } from '@jest/globals';
import koffi from 'koffi';
import { isWildcard, wildcardMatcher } from '../../src/source/wildcard.js';
import { randomNumbers } from '../pattern/random-pattern.js';
import { matches, patterns } from './wildcard-vectors.js';

describe('wildcards match as in apr_fnmatch', () => {
  test.each(matches)(
    '%j and %j: %s, with pathname %s, caseless %s',
    (pattern, text, plain, pathname, caseless) => {
      expect(wildcardMatcher(pattern, { pathname: false })(text)).toBe(plain);
      expect(wildcardMatcher(pattern, { pathname: true })(text)).toBe(pathname);
      expect(wildcardMatcher(pattern, { pathname: false, caseless: true })(text)).toBe(caseless);
    },
  );

  test.each(patterns)('%j is a pattern: %s', (text, isPattern) => {
    expect(isWildcard(text)).toBe(isPattern);
  });
});

/** File names in an Include: a period that begins one must be written. */
test.each([
  ['*', 'abc', true],
  ['*', '.abc', false],
  ['.*', '.abc', true],
  ['\\.*', '.abc', true],
  ['?abc', '.abc', false],
  ['[.]abc', '.abc', false],
  ['a*', 'a.b', true],
  ['*', '', true],
])('the file name pattern %j matches %j: %s', (pattern, name, expected) => {
  expect(wildcardMatcher(pattern, { pathname: false, period: true })(name)).toBe(expected);
});

const apr = koffi.load('libapr-1.so.0');
const aprMatch = apr.func('int apr_fnmatch(void *pattern, void *text, int flags)');
const aprTest = apr.func('int apr_fnmatch_test(void *pattern)');
const [pathnameFlag, periodFlag, caselessFlag] = [2, 4, 8];
const bytes = (text: string) => Buffer.from(`${text}\0`, 'latin1');

const pieces = [
  '*',
  '?',
  '[',
  '[!',
  '[^',
  ']',
  'a',
  'b',
  'A',
  '-',
  '\\',
  '/',
  '.',
  '*',
  '[a-c]',
  '[!a]',
  '[.]',
  '[/]',
  '\xe9',
  '[a-',
  '**',
];

test('random wildcards match as in the installed apr_fnmatch, whatever the flags', () => {
  const random = randomNumbers(1);
  const made = (from: readonly string[], most: number) =>
    Array.from({ length: Math.floor(random() * most) }, () => from[Math.floor(random() * from.length)]).join(
      '',
    );
  const differing: unknown[] = [];
  for (let round = 0; round < 20_000; round++) {
    const pattern = made(pieces, 7);
    const text = made(['a', 'b', 'A', '/', '.', '-', '[', ']', '\\', '\xe9', 'c'], 6);
    if ((aprTest(bytes(pattern)) !== 0) !== isWildcard(pattern)) differing.push(pattern);
    for (const flags of [0, pathnameFlag, caselessFlag, pathnameFlag | caselessFlag, periodFlag]) {
      const options = {
        pathname: (flags & pathnameFlag) !== 0,
        caseless: (flags & caselessFlag) !== 0,
        period: (flags & periodFlag) !== 0,
      };
      const matched = wildcardMatcher(pattern, options)(text);
      if (matched !== (aprMatch(bytes(pattern), bytes(text), flags) === 0))
        differing.push([pattern, text, flags]);
    }
  }
  expect(differing).toEqual([]);
});

test('a matcher looks at each byte at most as often as its pattern is long', () => {
  let looked = 0;
  const length = 5_000;
  const charCodeAt = (): number => {
    looked += 1;
    return 0x61;
  };
  const text = { length, charCodeAt } as unknown as string;
  expect(wildcardMatcher(`${'*a'.repeat(50)}*b`, { pathname: false })(text)).toBe(false);
  expect(wildcardMatcher(`${'[a-z]*'.repeat(50)}9`, { pathname: false })(text)).toBe(false);
  expect(looked).toBeGreaterThan(0);
  expect(looked).toBeLessThan(2 * length * 300);
});

test('few of many long patterns are kept: a matcher takes much more room than its text', () => {
  const long = (number: number) => wildcardMatcher(`${'[a]'.repeat(2500)}${number}`, { pathname: false });
  const first = long(0);
  expect(long(0)).toBe(first);
  for (let number = 1; number < 10; number++) long(number);
  expect(long(0)).not.toBe(first);
  const endless = () => wildcardMatcher('a'.repeat(100_000), { pathname: false });
  expect(endless()).not.toBe(endless());
});
