import { describe, expect, test } from '@jest/globals';
import { mostSteps, PatternOverrun } from '../../src/pattern/overrun.js';
import { parsePattern } from '../../src/pattern/parse.js';
import { compileProgram } from '../../src/pattern/program.js';
import { PatternSearch } from '../../src/pattern/search.js';
import { bounded, type EvilPattern, linear } from './evil-patterns.js';
import { PatternMaker, randomNumbers } from './random-pattern.js';

function searchFor(pattern: string): PatternSearch {
  const parsed = parsePattern(pattern, '');
  expect([parsed.flaw, parsed.unserved]).toEqual([undefined, undefined]);
  return new PatternSearch(compileProgram(parsed));
}

function textOf([, pump, end]: EvilPattern, length: number): string {
  return pump.repeat(length / pump.length) + end;
}

/** The steps of a search; a search that is given up fails the test. */
function stepsFor(search: PatternSearch, text: string): number {
  search.first(text);
  return search.steps;
}

const [line, header] = [8_192, 65_536];

describe('steps grow with the length of the text alone', () => {
  test.each(linear)('%s on %j and %j', (...evil) => {
    const search = searchFor(evil[0]);
    const short = stepsFor(search, textOf(evil, line));
    const long = stepsFor(search, textOf(evil, header));
    expect(long).toBeLessThanOrEqual((header / line) * 1.25 * short + 20_000);
    expect(long).toBeLessThanOrEqual(mostSteps);
  });
});

describe('a search that has taken its steps is given up', () => {
  test.each(bounded)('%s on %j and %j', (...evil) => {
    const search = searchFor(evil[0]);
    expect(() => search.first(textOf(evil, header))).toThrow(PatternOverrun);
    expect(search.steps).toBeLessThan(1.1 * mostSteps);
  });

  test('and the next one finds as if nothing had been', () => {
    const search = searchFor('(x+x+)+\\1y');
    expect(() => search.first('x'.repeat(header))).toThrow(PatternOverrun);
    expect([...search.first('xxxxy')!]).toEqual([0, 5, 0, 2]);
  });
});

test('a long list of words is passed over where none of them can begin', () => {
  const words = Array.from({ length: 3000 }, (_, at) => `word${at}`).join('|');
  expect(stepsFor(searchFor(words), 'x'.repeat(line))).toBe(0);
  expect(stepsFor(searchFor(`(?i)\\b(?:${words})\\b`), `${'w'.repeat(line)} WORD2999 `)).toBeLessThan(
    mostSteps / 100,
  );
});

test('no random pattern without references takes more than its share on texts made to mislead it', () => {
  const maker = new PatternMaker(randomNumbers(5), false);
  const slow: unknown[] = [];
  for (let round = 0; round < 1500; round++) {
    const pattern = maker.pattern(4);
    const parsed = parsePattern(pattern, '');
    if (parsed.flaw !== undefined) continue;
    const program = compileProgram(parsed);
    const search = new PatternSearch(program);
    const pump = maker.pick(['a', 'b', 'ab', 'aab', 'x', 'a1', 'c', '\n', 'A ', 'abc']);
    const text = pump.repeat(2048 / pump.length) + maker.pick(['', '!', 'b', 'x', '\n']);
    const steps = stepsFor(search, text);
    if (steps > 4 * program.code.length * text.length) slow.push([pattern, pump, steps]);
  }
  expect(slow).toEqual([]);
});
