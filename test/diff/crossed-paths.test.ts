import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { crossedPaths, takersOf } from '../../src/diff/crossed-paths.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { rulesetOf } from './pairs.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('crossed-paths');
});
afterAll(() => dropScratch(folder));

/** Paths that several sections take at once, and what is told of those left out. */
function crossed(openings: readonly string[]): { paths: readonly string[]; told: readonly string[] } {
  const sections = openings.map(
    (opening) => `<${opening}>\n  Require all denied\n</${opening.split(' ')[0]}>\n`,
  );
  const { host } = rulesetOf(`DocumentRoot {ROOT}\n${sections.join('')}`, folder);
  const told = new Set<string>();
  const paths = crossedPaths(takersOf([{ part: host, whole: host }], []), told);
  return { paths: [...paths], told: [...told] };
}

const four = ['Location /app', 'LocationMatch /b/', 'LocationMatch /c/', 'Files x*'];

describe('a path that all of them take', () => {
  test.each([
    ['four sections', four, /^\/app(?=.*\/b\/)(?=.*\/c\/).*\/x[^/]*$/],
    ['five', [...four, 'LocationMatch [.]pdf$'], /^\/app(?=.*\/b\/)(?=.*\/c\/).*\/x[^/]*\.pdf$/],
  ])('%s', (_, openings, wanted) => {
    const { paths, told } = crossed(openings);
    expect(paths.filter((path) => wanted.test(path)).length).toBeGreaterThan(0);
    expect(told).toEqual([]);
  });
});

test('many sections by name have nothing to do with each other', () => {
  const { paths, told } = crossed(Array.from({ length: 500 }, (_, at) => `Location /p${at}`));
  expect({ paths, told }).toEqual({ paths: [], told: [] });
});

test('where too many meet, those are named that were not tried with all others', () => {
  const { told } = crossed(Array.from({ length: 60 }, (_, at) => `LocationMatch /m${at}/`));
  expect(told.join()).toMatch(/not all; left out beside some others: .*\/m\d+\/.* more$/);
});
