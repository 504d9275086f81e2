import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFixtures } from '../kit/fixture.js';
import { type Site, startSite } from '../kit/site.js';
import { type LogLines, logsOf } from './logs.js';

// Each line of each log is one observation: both servers get the same requests and write the same lines.

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

describe.each(readFixtures('logs').map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
  let apache: LogLines;
  let kerbgate: LogLines;
  beforeAll(async () => {
    apache = await logsOf('apache', site, fixture);
    kerbgate = await logsOf('kerbgate', site, fixture);
  });
  const events = /^ErrorLogFormat/m.test(fixture.configuration) ? ['error.log'] : [];
  const names = [
    ...fixture.configuration.matchAll(/^\s*(?:CustomLog|TransferLog|GlobalLog|ErrorLog) (\S+\.log)\b/gm),
  ];

  test.each([...events, ...new Set(names.map(([, name]) => name!))])('%s', (name) => {
    expect(apache[name]?.length).toBeGreaterThan(0);
    expect(kerbgate[name]).toEqual(apache[name]);
  });
});
