import { expect, test } from '@jest/globals';
import { differences, placements } from './placements.js';

/** Every so manieth of all directives in all places (`npm run places` compares all of them). */
const step = 37;

test('directives in all kinds of places, with too few and enough words, are judged as by httpd', async () => {
  const sample = placements().filter((_, at) => at % step === 0);
  expect(sample.length).toBeGreaterThan(150);
  expect(await differences(sample)).toEqual([]);
});
