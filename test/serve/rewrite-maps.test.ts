import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readSmall } from '../../src/serve/perform.js';
import { largestMap, rewriteMapAt } from '../../src/serve/rewrite-maps.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('rewrite-maps');
afterAll(() => dropScratch(folder));

test('a map is read anew when it has changed, and is none when it is gone', () => {
  const path = join(folder, 'map');
  expect(rewriteMapAt(path, readSmall)).toBeUndefined();
  writeFileSync(path, 'key one\n');
  expect(rewriteMapAt(path, readSmall)?.get('key')).toBe('one');
  writeFileSync(path, 'key other\n');
  expect(rewriteMapAt(path, readSmall)?.get('key')).toBe('other');
});

test('a map of many megabytes is read whole, and one that is too large ends the request: it might hold back what is asked for', () => {
  const path = join(folder, 'large');
  writeFileSync(path, `${'# nothing\n'.repeat(1_200_000)}last value\n`);
  expect(rewriteMapAt(path, readSmall)?.get('last')).toBe('value');
  truncateSync(path, largestMap + 1);
  expect(() => rewriteMapAt(path, readSmall)).toThrow(/RewriteMap .* more than/);
});
