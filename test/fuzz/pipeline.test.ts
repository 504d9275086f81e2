import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { throughEverything } from './pipeline.js';
import { bytes, mutated, tokens } from './texts.js';

/** Runs with another seed: FUZZ_SEED=7 FUZZ_RUNS=20000 npm test -- test/fuzz */
const seed = Number(process.env.FUZZ_SEED ?? 3);
const runs = Number(process.env.FUZZ_RUNS ?? 1_200);

describe('no text does harm', () => {
  test.each([
    ['bytes', bytes],
    ['tokens', tokens],
    ['changed configurations', mutated],
  ])(
    '%s',
    (_, texts) => {
      fc.assert(
        fc.property(texts, (text) => {
          const { diagnostics, ruleset } = throughEverything(text);
          expect(ruleset !== undefined || diagnostics.length > 0).toBe(true);
        }),
        { numRuns: runs, seed },
      );
    },
    600_000,
  );

  test('changed configurations are often taken, so that compiling is reached', () => {
    const taken = fc
      .sample(mutated, { numRuns: 200, seed })
      .filter((text) => throughEverything(text).ruleset);
    expect(taken.length).toBeGreaterThan(40);
  });
});
