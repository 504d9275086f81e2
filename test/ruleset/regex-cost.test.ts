import { describe, expect, test } from '@jest/globals';
import { takesExponentialTime } from '../../src/ruleset/regex-cost.js';

describe('patterns whose loops have two ways for one text', () => {
  test.each([
    '(a+)+$',
    '(a*)*$',
    '(a|a)*$',
    '(a|aa)+$',
    '(?:[a-z]+)*\\d',
    '([a-z]+\\s?)*:',
    '^(?:.*,)*x$',
    '(?:a*b*)*c',
    '(?:ab|a|b)*c',
    '(?i)(?:a|A)+$',
    '^(([^/]+)/?)+$',
    '(?=(a+)+b)c',
    '(?!(?:a|aa)+$)b',
    '^(?:x(?=(?:.*,)*y)|z)*$',
  ])('%s', (pattern) => {
    expect(takesExponentialTime({ pattern, flags: '' })).toBe(true);
  });
});

describe('patterns whose loops have one way', () => {
  test.each([
    '^/app/(.*)$',
    '^(/[^/]+)*/?$',
    '^([a-z]+\\.)+example\\.org$',
    '^(?:\\d{1,3}\\.){3}\\d{1,3}$',
    '(?:a|b)*c',
    'a*a*a*b',
    '.*foo.*bar',
    '^(?:[^"]|"[^"]*")*$',
    '^(?:GET|POST)+$',
    '(?:ab)+(?:ab)+$',
    '\\.(?:gif|jpe?g|png)$',
    '(a+){2}b',
    '(?=.*a)(?=.*b).*c',
    '^(?:(?!/\\.).)*$',
    '',
    '(',
  ])('%s', (pattern) => {
    expect(takesExponentialTime({ pattern, flags: '' })).toBe(false);
  });

  test('case makes ways that were not there', () => {
    expect(takesExponentialTime({ pattern: '(?:a|A)+$', flags: '' })).toBe(false);
    expect(takesExponentialTime({ pattern: '(?:a|A)+$', flags: 'i' })).toBe(true);
  });

  test('a large pattern is judged in a moment', () => {
    const pattern = `^(?:${Array.from({ length: 60 }, (_, at) => `w${at}x`).join('|')})+$`;
    const start = performance.now();
    takesExponentialTime({ pattern, flags: '' });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
