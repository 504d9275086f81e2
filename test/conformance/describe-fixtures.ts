import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fixture } from '../kit/fixture.js';
import { type Site, startSite } from '../kit/site.js';
import { refusedDirective } from './deviations.js';
import { type FixtureRun, startRun } from './runner.js';

/** One test for each request line of the fixtures. A missing server is a failure, never a skip. */
export function describeFixtures(fixtures: readonly Fixture[]): void {
  let site: Site | undefined;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site?.stop());

  const served = fixtures.filter((fixture) => refusedDirective(fixture.configuration) === undefined);
  describe.each(served.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    describeRequests(fixture, () => site);
  });

  const refused = fixtures.filter((fixture) => !served.includes(fixture));
  if (refused.length === 0) return;
  test.each(refused.map((fixture) => [fixture.name, fixture] as const))(
    '%s is refused with its place',
    async (_, fixture) => {
      if (site === undefined) throw new Error('the test site did not start');
      const outcome = startRun(site, fixture, ['kerbgate']).then(
        (run) => run.stop().then(() => 'it was served'),
        (error: unknown) => String(error),
      );
      expect(await outcome).toMatch(/httpd\.conf:\d+:\d+: error: Krb\w+ O(n|ff) is not served/i);
    },
  );
}

function describeRequests(fixture: Fixture, site: () => Site | undefined): void {
  let run: FixtureRun | undefined;
  beforeAll(async () => {
    const started = site();
    if (started === undefined) throw new Error('the test site did not start');
    run = await startRun(started, fixture, ['apache', 'kerbgate']);
  });
  afterAll(() => run?.stop());

  for (const request of fixture.requests) {
    test(`${request.line}: ${request.text}`, async () => {
      if (run === undefined) throw new Error('the servers did not start');
      const outcome = await run.send(request);
      if (outcome.problems.length > 0) throw new Error(run.report(outcome));
    });
  }
}
