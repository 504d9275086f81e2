import { expect, test } from '@jest/globals';
import { flawOf } from '../../src/directives/regex.js';

test.each([
  '',
  '^/app(/|$)',
  'a]',
  '[]a]',
  '[^]a]',
  '[[:alpha:]-]',
  'a{2,3}',
  'a{,3}*',
  'x{',
  '(?=a)*',
  '(?<name>a)\\k<name>',
  '(?i)a',
  '(?#comment)a',
  '\\Qa(\\E',
  '(a)\\1',
  'a+?b*+',
  '(*UTF)a',
  '\\.gif$',
])('PCRE takes %s', (pattern) => {
  expect(flawOf(pattern)).toBeUndefined();
});

test.each([
  ['(a', 'group'],
  ['a)', 'group'],
  ['[a', 'class'],
  ['[[:foo:]]', 'name'],
  ['[z-a]', 'range'],
  ['*a', 'repeat'],
  ['a**', 'repeat'],
  ['^*', 'repeat'],
  ['a{2,1}', 'bounds'],
  ['a{99999}', 'often'],
  ['a\\', 'backslash'],
  ['\\i', 'escape'],
  ['(?#a', 'comment'],
  ['(?z)', 'kind'],
  ['(a)\\2', 'refers'],
  ['\\k<n>', 'refers'],
])('PCRE refuses %s', (pattern, word) => {
  expect(flawOf(pattern)).toContain(word);
});
