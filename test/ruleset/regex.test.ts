import { describe, expect, test } from '@jest/globals';
import { compileRegex, regexProblem } from '../../src/ruleset/regex.js';
import { found, wrong } from './regex-vectors.js';

/** Groups as httpd sees them: one that took no part is empty, and the last ones are not told apart from none. */
function groupsOf(groups: readonly (string | undefined)[] | undefined): readonly string[] | undefined {
  if (!groups) return undefined;
  const texts = groups.map((group) => group ?? '');
  while (texts.length > 1 && texts.at(-1) === '') texts.pop();
  return texts;
}

describe('patterns find what PCRE finds', () => {
  test.each(found)('/%s/%s in %j: %j', (pattern, flags, text, groups) => {
    expect(regexProblem({ pattern, flags })).toBeUndefined();
    const regex = compileRegex({ pattern, flags });
    expect(groupsOf(regex.exec(text))).toEqual(groups);
    expect(regex.test(text)).toBe(groups !== undefined);
  });
});

describe('patterns are refused', () => {
  test.each(wrong)('%s, as PCRE does', (pattern) => {
    expect(regexProblem({ pattern, flags: '' }, 'match')).toEqual(expect.any(String));
  });

  test.each([
    ['a++', /possessive/],
    ['a?+', /possessive/],
    ['a{2}+', /possessive/],
    ['(?>a)', /atomic/],
    ['(?|(a)|(b))', /branch reset/],
    ['(?(1)a|b)', /conditional/],
    ['(a)(?(<n>)b)', /conditional/],
    ['(?R)', /recursion/],
    ['(a)(?1)', /recursion/],
    ['(a)(?-1)', /recursion/],
    ['(?<n>a)(?&n)', /recursion/],
    ['(?<n>a)(?P>n)', /recursion/],
    ['(?<n>a)\\g<n>', /\\g/],
    ['(?C1)a', /callout/],
    ['(*UTF)a', /verbs/],
    ['a(*FAIL)', /verbs/],
    ['\\Ga', /\\G/],
    ['a\\Kb', /\\K/],
    ['\\Ra', /\\R/],
    ['\\X', /\\X/],
    ['\\p{L}', /Unicode/],
    ['(?=a)*', /assertion/],
    ['\\b+', /assertion/],
    ['(a)?\\1', /unset/],
    ['(?:(a)|b)\\1', /unset/],
    ['\\1(a)', /non-existent|unset/],
    ['(?i)(a)\\1', /case/],
    ['(?<n>a)|(?<n>b)\\k<n>', /non-existent/],
  ])('%s, because JavaScript has no equal', (pattern, problem) => {
    expect(regexProblem({ pattern, flags: '' }, 'match')).toMatch(problem);
  });

  test.each(['(?:(a)|b)+', '(a|b?)*', '(?:|a)+', '((a)|b){2}'])(
    '%s where groups or extent count, not where only a match does',
    (pattern) => {
      expect(regexProblem({ pattern, flags: '' })).toEqual(expect.any(String));
      expect(regexProblem({ pattern, flags: '' }, 'match')).toBeUndefined();
    },
  );

  test('parentheses nested beyond PCRE’s limit', () => {
    const nested = (depth: number) => '('.repeat(depth) + 'a' + ')'.repeat(depth);
    expect(regexProblem({ pattern: nested(250), flags: '' })).toBeUndefined();
    expect(regexProblem({ pattern: nested(251), flags: '' })).toMatch(/nested/);
  });

  test('by an error of the caller when they are compiled unchecked', () => {
    expect(() => compileRegex({ pattern: '(', flags: '' })).toThrow(/not checked/);
  });
});

describe('a compiled pattern', () => {
  test('is the same object for the same pattern', () => {
    expect(compileRegex({ pattern: 'a', flags: '' })).toBe(compileRegex({ pattern: 'a', flags: '' }));
    expect(compileRegex({ pattern: 'a', flags: 'i' })).not.toBe(compileRegex({ pattern: 'a', flags: '' }));
  });

  test('knows its groups, their names and where a match begins', () => {
    const regex = compileRegex({ pattern: '(?<year>\\d+)-(?:x)(?P<day>\\d)(a)?', flags: '' });
    expect(regex.groups).toBe(3);
    expect(regex.groupNames).toEqual([
      ['year', 1],
      ['day', 2],
    ]);
    expect(regex.exec('__12-x3')?.index).toBe(2);
  });
});
