import { describe, expect, test } from '@jest/globals';
import { Leads, leadOf } from '../../src/evaluate/leads.js';
import { compileRegex } from '../../src/ruleset/regex.js';
import { wildcardMatcher } from '../../src/source/wildcard.js';
import { Random } from '../kit/random.js';

const leadOfPattern = (pattern: string, flags = ''): string =>
  leadOf({ kind: 'regex', regex: { pattern, flags } });

describe('what paths begin with', () => {
  test.each([
    ['^/app1/.*', '/app1/'],
    ['^/a\\.b/c$', '/a.b/c'],
    ['^/ab*', '/a'],
    ['^/ab?c', '/a'],
    ['^/ab{0}', '/a'],
    ['^/ab+', '/a'],
    ['^/a\\.?b', '/a'],
    ['^/a\\d', '/a'],
    ['^/a(b)', '/a'],
    ['^/a|b', ''],
    ['^/(a|b)', ''],
    ['(?i)^/a', ''],
    ['/a', ''],
    ['^', ''],
    ['^.a', ''],
  ])('%s', (pattern, lead) => {
    expect(leadOfPattern(pattern)).toBe(lead);
  });

  test('letters of either case, and lines', () => {
    expect([leadOfPattern('^/a', 'i'), leadOfPattern('^/a', 'm')]).toEqual(['', '']);
  });

  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'nothing that is found begins otherwise, seed %d',
    (seed) => {
      const random = new Random(seed);
      const text = (parts: readonly string[], count: number): string =>
        Array.from({ length: count }, () => random.pick(parts)).join('');
      for (let at = 0; at < 200; at++) {
        const pattern = `^/${text(['a', 'b', '/', '\\.', '-', '*', '?', '+', '(a)', '[ab]', '.', '$', '{2}'], 5)}`;
        const wildcard = `/${text(['a', 'b', '/', '.', '*', '?', '[ab]', '\\*'], 5)}`;
        const path = `/${text(['a', 'b', '/', '.', '-', '*'], random.below(7))}`;
        if (finds(pattern, path))
          expect({ pattern, path, begins: path.startsWith(leadOfPattern(pattern)) }).toMatchObject({
            begins: true,
          });
        if (wildcardMatcher(wildcard, { pathname: true })(path))
          expect({
            wildcard,
            path,
            begins: path.startsWith(leadOf({ kind: 'wildcard', pattern: wildcard })),
          }).toMatchObject({ begins: true });
      }
    },
  );
});

function finds(pattern: string, path: string): boolean {
  try {
    return compileRegex({ pattern, flags: '' }).test(path);
  } catch {
    return false;
  }
}

test('of many only those are found whose lead a path has', () => {
  const leads = new Leads<string>();
  for (let at = 0; at < 1000; at++) leads.add(`/app${at}/`, `app${at}`);
  leads.add('', 'any');
  leads.add('/app1', 'app1 and more');
  const found: string[] = [];
  leads.find('/app12/x', found);
  expect(found.sort()).toEqual(['any', 'app1 and more', 'app12']);
});
