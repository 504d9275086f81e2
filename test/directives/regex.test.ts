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
  ['(a', 'missing closing parenthesis (at offset 2)'],
  ['a)', 'unmatched closing parenthesis (at offset 1)'],
  ['[a', 'missing terminating ] for character class (at offset 2)'],
  ['[[:foo:]]', 'unknown POSIX class name'],
  ['[z-a]', 'range out of order in character class'],
  ['*a', 'quantifier does not follow a repeatable item'],
  ['a**', 'quantifier does not follow a repeatable item'],
  ['^*', 'quantifier does not follow a repeatable item'],
  ['a{2,1}', 'numbers out of order in {} quantifier'],
  ['a{99999}', 'number too big in {} quantifier'],
  ['a\\', '\\ at end of pattern'],
  ['\\i', 'unrecognized character follows \\'],
  ['(?#a', 'missing ) after (?# comment'],
  ['(?z)', 'unrecognized character after (? or (?-'],
  ['(a)\\2', 'reference to non-existent subpattern'],
  ['\\k<n>', 'reference to non-existent subpattern'],
  ['(?<=a+)b', 'lookbehind assertion is not fixed length'],
])('PCRE refuses %s', (pattern, words) => {
  expect(flawOf(pattern)).toContain(words);
});
