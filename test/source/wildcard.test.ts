import { expect, test } from '@jest/globals';
import { isWildcard, nameMatcher } from '../../src/source/wildcard.js';

test.each([
  ['a*', true],
  ['a?', true],
  ['[a]', true],
  ['[]', true],
  ['[', false],
  [']', false],
  ['][', false],
  ['\\*', false],
  ['\\\\*', true],
  ['\\[a]', false],
  ['plain.conf', false],
])('%s is a pattern: %s', (path, expected) => {
  expect(isWildcard(path)).toBe(expected);
});

test.each([
  ['*', 'abc', true],
  ['*', '.abc', false],
  ['.*', '.abc', true],
  ['\\.*', '.abc', true],
  ['?abc', '.abc', false],
  ['[.]abc', '.abc', false],
  ['a*c*e', 'abcde', true],
  ['a*c*e', 'abcd', false],
  ['**', '', true],
  ['?', '', false],
  ['?', '\n', true],
  ['a?c', 'abc', true],
  ['A', 'a', false],
  ['[a-c]', 'b', true],
  ['[a-c]', 'd', false],
  ['[!a-c]', 'd', true],
  ['[^a-c]', 'b', false],
  ['[c-a]', 'b', false],
  ['[]a]', ']', true],
  ['[a-]', '-', true],
  ['[\\]a]', ']', true],
  ['[\\a-c]', 'b', true],
  ['[\\^a]', '^', true],
  ['[a', '[a', true],
  ['a\\*', 'a*', true],
  ['a\\*', 'ab', false],
  ['a.c', 'abc', false],
  ['(a|b)+', '(a|b)+', true],
  ['\xc3*', '\xc3\xa4', true],
])('%j matches %j: %s', (pattern, name, expected) => {
  expect(nameMatcher(pattern)(name)).toBe(expected);
});

test('many stars take no more time than one', () => {
  const name = 'a'.repeat(255);
  expect(nameMatcher(`${'*a'.repeat(100)}b`)(name)).toBe(false);
  expect(nameMatcher(`${'[a-z]*'.repeat(100)}9`)(name)).toBe(false);
  expect(nameMatcher('*a'.repeat(100))(name)).toBe(true);
});
