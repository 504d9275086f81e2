import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Site, startSite } from '../kit/site.js';
import { type LoadedServer, type LoadKind, startLoad } from './load.js';

// The short form of `npm run load`: too short to see octets leak, long enough to see a descriptor, a context, a process or a
// connection that stays for each request.

let site: Site;
let server: LoadedServer;

beforeAll(async () => {
  site = await startSite();
  server = await startLoad(site);
});

afterAll(async () => {
  await server?.stop();
  await site?.stop();
});

test.each<LoadKind>(['logins', 'garbage'])('nothing stays behind of %s', async (kind) => {
  const before = (await server.send(kind, 2000)).at(-1)!;
  const marks = await server.send(kind, 4000);
  expect(Math.min(...marks.map(({ descriptors }) => descriptors))).toBeLessThanOrEqual(before.descriptors);
  expect(marks.at(-1)!.processes).toBe(before.processes);
  // 64 KiB for each of the last 4,000 would be 256 MiB.
  expect(marks.at(-1)!.resident - before.resident).toBeLessThan(128 * 1024 * 1024);
});
