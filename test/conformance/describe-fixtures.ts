import { afterAll, beforeAll, describe, test } from '@jest/globals';
import type { Fixture } from '../kit/fixture.js';
import { type Site, startSite } from '../kit/site.js';
import { type FixtureRun, startRun } from './runner.js';

/** One test for each request line of the fixtures. A missing server is a failure, never a skip. */
export function describeFixtures(fixtures: readonly Fixture[]): void {
  let site: Site | undefined;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site?.stop());

  describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    let run: FixtureRun | undefined;
    beforeAll(async () => {
      if (site === undefined) throw new Error('the test site did not start');
      run = await startRun(site, fixture, ['apache', 'kerbgate']);
    });
    afterAll(() => run?.stop());

    for (const request of fixture.requests) {
      test(`${request.line}: ${request.text}`, async () => {
        if (run === undefined) throw new Error('the servers did not start');
        const outcome = await run.send(request);
        if (outcome.problems.length > 0) throw new Error(run.report(outcome));
      });
    }
  });
}
