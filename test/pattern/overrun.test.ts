import { describe, expect, test } from '@jest/globals';
import { countSteps, mostSteps, PatternOverrun } from '../../src/pattern/overrun.js';
import { parsePattern } from '../../src/pattern/parse.js';
import { compileProgram } from '../../src/pattern/program.js';
import { PatternSearch } from '../../src/pattern/search.js';

const searchFor = (pattern: string) => new PatternSearch(compileProgram(parsePattern(pattern, '')));

describe('searches count together', () => {
  test('until their steps are used up', () => {
    const search = searchFor('b');
    expect(() => countSteps(mostSteps - 2, () => search.first('b'))).not.toThrow();
    expect(() => countSteps(mostSteps, () => search.first('b'))).toThrow(PatternOverrun);
    expect(search.first('b')).toBeDefined();
  });

  test('and those of an earlier part count too', () => {
    const search = searchFor('(a+)+$');
    const once = countSteps(0, () => search.first('aaa!')).steps;
    expect(countSteps(once, () => search.first('aaa!')).steps).toBe(2 * once);
  });

  test('with those that were given up and begun anew', () => {
    const search = searchFor('(a+)+$');
    const text = `${'a'.repeat(400)}!`;
    const { steps } = countSteps(0, () => search.first(text));
    expect(steps).toBeGreaterThan(search.steps + 32 * text.length);
  });
});

describe('what takes time or room counts', () => {
  test.each([
    ['calls keep all groups', `${'()'.repeat(1000)}(a(?1001)?)x`],
    ['groups of one name are tried in turn', `(?J)${'(?<n>z)?'.repeat(1000)}(?:(?(<n>)b|a)|(?(<n>)c|a)d)*x`],
    ['what failed is remembered for each run', `${'a*'.repeat(1000)}x`],
  ])('%s', (_, pattern) => {
    const search = searchFor(pattern);
    expect(() => search.first('a'.repeat(8000))).toThrow(PatternOverrun);
    expect(search.steps).toBeLessThan(1.1 * mostSteps);
  });
});
