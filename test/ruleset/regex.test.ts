import { describe, expect, test } from '@jest/globals';
import { PatternOverrun } from '../../src/pattern/overrun.js';
import { compileRegex, regexProblem } from '../../src/ruleset/regex.js';
import { found, wrong } from '../pattern/vectors.js';

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
    expect(regexProblem({ pattern, flags: '' })).toEqual(expect.any(String));
  });

  test.each([
    ['(*UTF)a', /setting \(\*UTF\)/],
    ['(*UCP)a', /setting/],
    ['(*CRLF)a', /setting/],
    ['(*LIMIT_MATCH=3)a', /setting/],
    ['a(*ACCEPT)b', /verb \(\*ACCEPT\)/],
    ['a(*COMMIT)b', /verb/],
    ['a(*SKIP:x)b', /verb/],
    ['(*sr:a)', /script runs/],
    ['\\X', /\\X/],
    ['\\p{Greek}', /property greek/],
  ])('%s, because it is not served', (pattern, problem) => {
    expect(regexProblem({ pattern, flags: '' })).toMatch(problem);
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

  test('is kept among few long ones: pages may make patterns of what clients send', () => {
    const long = (number: number) => compileRegex({ pattern: `${'a'.repeat(20_000)}${number}`, flags: '' });
    const first = long(0);
    expect(long(0)).toBe(first);
    for (let number = 1; number < 30; number++) long(number);
    expect(long(0)).not.toBe(first);
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

  test('that takes too long says so, with its text', () => {
    const regex = compileRegex({ pattern: '(x+x+)+\\1y', flags: '' });
    expect(() => regex.test('x'.repeat(5000))).toThrow(PatternOverrun);
    expect(() => regex.test('x'.repeat(5000))).toThrow(/\(x\+x\+\)\+\\1y takes more than 10000000 steps/);
  });
});
