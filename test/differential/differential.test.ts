import { expect, test } from '@jest/globals';
import { generate } from './generate.js';
import { compareAll, report } from './session.js';

/** More of them: npm run differential -- --count 2000 --seed 2 */
const count = 120;

test('our httpd -t says what apache2 -t says of generated configurations', async () => {
  const configurations = Array.from({ length: count }, (_, at) => generate(1_000_000 + at));
  const { findings, asked } = await compareAll(configurations, { small: false });
  expect(findings.map(report)).toEqual([]);
  expect(asked).toBeGreaterThan(2 * count);
}, 300_000);
