import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { authorizationFixtures } from '../conformance/authorization-fixtures.js';
import { refusedDirective } from '../conformance/deviations.js';
import { expressionFixtures } from '../conformance/expression-fixtures.js';
import { type Certificates, makeCertificates } from '../kit/certificates.js';
import { readFixtures } from '../kit/fixture.js';
import { readOracle } from '../kit/oracle.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { makeUpstreamCertificates } from '../kit/upstream-certificates.js';
import { replayOf } from './replay.js';

// Explaining is evaluating with a recorder: every request that is compared with Apache is evaluated without and with one, on the same
// answers of the world, and comes to the same.

const fixtures = [
  ...readFixtures('conformance'),
  ...readFixtures('logs'),
  ...expressionFixtures(),
  ...authorizationFixtures(),
  ...readOracle(),
].filter(
  ({ configuration, servers }) =>
    servers.includes('kerbgate') && refusedDirective(configuration) === undefined,
);
let folder = '';
let compared = 0;
let made: Certificates | undefined;
const certificates = (): Certificates => {
  if (made === undefined) {
    made = makeCertificates(join(folder, 'tls'));
    makeUpstreamCertificates(made.folder);
  }
  return made;
};
/** Bytes in which node's parser finds no request, so that there is nothing to evaluate. */
const noRequestIn: readonly string[] = [
  String.raw`RAW "\x16\x03\x01\x00\x05hello\r\n\r\n"`,
  String.raw`RAW "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"`,
  String.raw`RAW "garbage\r\n"`,
  String.raw`RAW "G@T /page.html HTTP/1.1\r\nHost: localhost\r\n\r\n"`,
  'RAW "GET /pa"',
  String.raw`RAW "GET /page html HTTP/1.1\r\nHost: localhost\r\n\r\n"`,
  String.raw`RAW "GET /page.html FTP/1.1\r\nHost: localhost\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.2\r\nHost: localhost\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\nHost: localhost\n\n\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: loc"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\nBlank : x\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\nX-Bad: a\x00b\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"`,
  String.raw`RAW "GET /page.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"`,
  String.raw`RAW "GET http://127.0.0.1:{UPSTREAM}/tab\there HTTP/1.1\r\nHost: a\r\n\r\n"`,
  String.raw`RAW "CONNECT l\xbacalhost:{UPSTREAM} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"`,
  String.raw`RAW "GET http://127.0.0.\xb9:{UPSTREAM}/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"`,
  String.raw`RAW "GET http://\xb927.0.0.1:{UPSTREAM}/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"`,
  String.raw`RAW "GET http://l\xbacalhost:{UPSTREAM}/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"`,
  String.raw`RAW "GET http://local\xadhost:{UPSTREAM}/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"`,
  String.raw`RAW "GET http:127.0.0.1/x HTTP/1.1\r\nHost: a\r\n\r\n"`,
  String.raw`RAW "GET http:\x5c\x5c127.0.0.1:{UPSTREAM}/x HTTP/1.1\r\nHost: a\r\n\r\n"`,
  String.raw`RAW "GET /private/ HTTP/1.1\r\nHost: localhost\r\nAuthorization Negotiate x\r\n\r\n"`,
  String.raw`RAW "GET /private/ HTTP/1.1\r\nHost: localhost\r\nX-Folded: a\r\n b\r\n\r\n"`,
  String.raw`RAW "POST /env HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"`,
];
const noRequests: string[] = [];

beforeAll(() => {
  folder = makeScratch('replay');
  // Only the clock stands still: TIME is a variable.
  jest.useFakeTimers({
    now: 1_700_000_000_000,
    doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask'],
  });
});
afterAll(() => {
  jest.useRealTimers();
  dropScratch(folder);
});

test.each(fixtures.map((fixture, at) => [fixture.name, at] as const))('%s', async (_, at) => {
  const fixture = fixtures[at]!;
  const replay = await replayOf(`${folder}/${at}`, fixture, certificates);
  for (const request of fixture.requests) {
    const results = await replay.both(request);
    if (!results) {
      noRequests.push(request.text);
      continue;
    }
    const [plain, recorded] = results;
    expect(`${request.text}\n${recorded}`).toBe(`${request.text}\n${plain}`);
    compared++;
  }
});

test('every request was compared', () => {
  expect(compared + noRequests.length).toBe(fixtures.flatMap(({ requests }) => requests).length);
  expect(compared).toBeGreaterThan(4000);
  expect(noRequests.sort()).toEqual([...noRequestIn].sort());
});
