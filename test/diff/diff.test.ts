import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { diffOf, isExpected, readPairs, shownClass } from './pairs.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('diff');
  writeFileSync(join(folder, 'mime.types'), 'text/html html\ntext/plain txt\n');
});
afterAll(() => dropScratch(folder));

const pairs = readPairs();

describe('pairs of configurations', () => {
  test('there are enough', () => {
    expect(pairs.length).toBeGreaterThan(40);
  });

  test.each(pairs.map((pair) => [pair.name, pair] as const))('%s', (_, pair) => {
    const result = diffOf(pair, folder);
    const found = result.classes.map(shownClass);
    expect({ found, changed: result.changed }).toEqual({ found, changed: pair.expected.length > 0 });
    const others = result.classes.filter((one) => !pair.expected.some((each) => isExpected(each, one)));
    expect(others.map(shownClass)).toEqual([]);
    expect(result.undecided.map(({ what }) => `undecided ${what}`)).toEqual(pair.undecided);
    for (const each of pair.expected) {
      const fits = result.classes.some((one) => isExpected(each, one));
      expect(fits ? each.text : { expected: each.text, found }).toBe(each.text);
    }
  });
});

describe('the other way round', () => {
  test.each(pairs.map((pair) => [pair.name, pair] as const))('%s', (_, pair) => {
    const result = diffOf({ ...pair, old: pair.new, new: pair.old }, folder);
    expect(result.changed).toBe(pair.expected.length > 0);
  });

  test.each(pairs.map((pair) => [pair.name, pair] as const))(
    '%s with itself: no change',
    (_, { old, ...pair }) => {
      const commented = old.replace(/^(?!$)/gm, '# another line\n').replace(/^( +)/gm, '$1$1');
      const result = diffOf({ ...pair, old, new: commented }, folder);
      expect({ changed: result.changed, undecided: result.undecided }).toEqual({
        changed: false,
        undecided: [],
      });
    },
  );
});
