import { describe, expect, test } from '@jest/globals';
import { PatternOverrun } from '../../src/pattern/overrun.js';
import { parsePattern } from '../../src/pattern/parse.js';
import { compileProgram } from '../../src/pattern/program.js';
import { PatternSearch } from '../../src/pattern/search.js';
import { type PcrePattern, pcre } from './pcre.js';
import { PatternMaker, randomNumbers } from './random-pattern.js';

type Places = ReturnType<PcrePattern['search']>;

function placesOf(search: PatternSearch, text: string): Places {
  try {
    const ends = search.first(text);
    return (
      ends &&
      Array.from({ length: ends.length / 2 }, (_, group) =>
        ends[2 * group + 1] === -1 ? undefined : [ends[2 * group]!, ends[2 * group + 1]!],
      )
    );
  } catch (thrown) {
    if (!(thrown instanceof PatternOverrun)) throw thrown;
    return 'unsaid';
  }
}

interface Run {
  readonly seed: number;
  readonly rounds: number;
  readonly references: boolean;
  readonly patience?: number;
}

/** Patterns and texts in which another place of the match or of a group was found than PCRE finds. */
function differences({ seed, rounds, references, patience }: Run): { differing: unknown[]; found: number } {
  const maker = new PatternMaker(randomNumbers(seed), references);
  const differing: unknown[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round++) {
    const pattern = maker.pattern();
    const flags = maker.pick(['', '', '', '', 'i', 'm', 'd', 'e']);
    const answer = pcre(pattern, flags, false);
    const parsed = parsePattern(pattern, flags);
    if ('flaw' in answer || parsed.flaw !== undefined) {
      if ('flaw' in answer !== (parsed.flaw !== undefined)) differing.push([pattern, answer, parsed.flaw]);
      continue;
    }
    const search = new PatternSearch(compileProgram(parsed), patience);
    for (let text = maker.text(10), left = 6; left > 0; text = maker.text(10), left--) {
      const [theirs, ours] = [answer.search(text), placesOf(search, text)];
      if (theirs === 'unsaid' || (ours === 'unsaid' && theirs === undefined)) continue;
      if (theirs) found++;
      if (JSON.stringify(theirs) !== JSON.stringify(ours))
        differing.push({ pattern, flags, text, theirs, ours });
    }
    answer.free();
  }
  return { differing, found };
}

describe('random patterns find what PCRE finds, with the same groups', () => {
  test.each<[string, Run]>([
    ['with references, calls and conditions', { seed: 1, rounds: 4000, references: true }],
    ['without', { seed: 2, rounds: 3000, references: false }],
    [
      'when the search remembers from its first step',
      { seed: 3, rounds: 4000, references: false, patience: 0 },
    ],
  ])('%s', (_, run) => {
    const { differing, found } = differences(run);
    expect(differing).toEqual([]);
    expect(found).toBeGreaterThan(run.rounds);
  });
});
