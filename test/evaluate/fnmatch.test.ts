import { describe, expect, test } from '@jest/globals';
import { hasWildcards, wildcardMatcher } from '../../src/evaluate/fnmatch.js';
import { matches, patterns } from './fnmatch-vectors.js';

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
    expect(hasWildcards(text)).toBe(isPattern);
  });

  test('many stars against a long text take no more than a moment', () => {
    const matcher = wildcardMatcher(`${'*a'.repeat(50)}*b`, { pathname: true });
    const start = performance.now();
    expect(matcher('a'.repeat(20_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
