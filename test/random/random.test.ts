import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSite } from '../kit/site.js';
import { compareCases } from './serve.js';
import { madeCases, together } from './session.js';

// Configurations that nobody thought of; `npm run random -- --count 300 --seed 7` goes on with others and makes findings small.
const count = 200;

describe('made-up configurations beside real Apache', () => {
  let site: Awaited<ReturnType<typeof startSite>>;
  let batches: Awaited<ReturnType<typeof madeCases>>;
  beforeAll(async () => {
    batches = await madeCases({ seed: 1, count, requests: 20 });
    site = await startSite();
  });
  afterAll(() => site.stop());

  it.each(Array.from({ length: count / together }, (_, at) => at))(
    'are answered alike, batch %i',
    async (at) => {
      const cases = batches[at]!;
      expect(cases).toHaveLength(together);
      const findings = await compareCases(site, cases);
      expect(findings.map(({ report }) => report)).toEqual([]);
    },
  );
});
