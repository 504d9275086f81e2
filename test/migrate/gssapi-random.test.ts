import { afterAll, expect, test } from '@jest/globals';
import { Random } from '../kit/random.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { wrongWith } from './kerberos-trial.js';
import { makeKerberosFiles } from './random-kerberos.js';

const cases = Number(process.env.KERBEROS_CASES ?? 40);
const firstSeed = Number(process.env.KERBEROS_SEED ?? 61);

const folder = makeScratch('kerberos');
afterAll(() => dropScratch(folder));

/** Every request is tried in memory: none is granted more, every line is told of, and a second run finds nothing to do. */
test('made-up configurations open nowhere, and lose nothing', () => {
  const wrong: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + cases && wrong.length === 0; seed += 1) {
    const random = new Random(seed);
    const found = wrongWith(makeKerberosFiles(random, folder), folder, random);
    if (found !== undefined) wrong.push(`${seed}: ${found}`);
  }
  expect(wrong).toEqual([]);
});
