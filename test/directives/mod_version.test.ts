import { expect, test } from '@jest/globals';
import { versionHolds } from '../../src/directives/mod_version.js';
import { httpdVersion } from '../../src/serve/version.js';

const matches = (pattern: string) => versionHolds({ kind: 'match', negated: false, pattern });

test('the version is the one that -v tells', () => {
  expect(matches(`^\\Q${httpdVersion}\\E$`)).toBe(true);
});

test.each([
  ['(?i)^2\\.4', true],
  ['^(?<major>2)\\.(?!4)', false],
  ['^2\\.[[:digit:]]\\.', true],
  ['\\A2\\.4\\.\\d++\\z', true],
  ['^3', false],
])('a version is matched with the meaning of PCRE: %s', (pattern, holds) => {
  expect(matches(pattern)).toBe(holds);
});
