import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { ApartAcceptors, type ApartOptions, runsApart } from '../../src/authn/apart.js';
import type { AcceptorSettings } from '../../src/gssapi/acceptor.js';
import { mechanismOids } from '../../src/gssapi/mechanisms.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

const folder = makeScratch('apart');
afterAll(() => dropScratch(folder));

let acceptors: ApartAcceptors | undefined;
afterEach(() => acceptors?.close());

/** A helper that does `text` with each message; `answer` sends an outcome. */
function helper(name: string, text: string, options: ApartOptions = {}): ApartAcceptors {
  const helperFile = join(folder, `${name}.mjs`);
  writeFileSync(
    helperFile,
    `const answer = (outcome, token = '') => {
  const body = Buffer.from(JSON.stringify({ outcome, token }));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  process.stdout.write(Buffer.concat([head, body]));
};
process.stdin.on('data', (data) => { const request = JSON.parse(data.subarray(4).toString()); ${text} });
process.stdin.on('end', () => process.exit(0));
`,
  );
  acceptors = new ApartAcceptors({ helperFile, restartPause: 60_000, ...options });
  return acceptors;
}

const settings: AcceptorSettings = {
  store: {},
  mechanisms: [mechanismOids.ntlmssp],
  wants: { localName: false, delegated: false },
};
const token = Buffer.from('token');

test('Kerberos and SPNEGO run in the server, what else is named does not', () => {
  const mechanisms = (...names: readonly string[]) => runsApart({ ...settings, mechanisms: names });
  expect(mechanisms()).toBe(false);
  expect(mechanisms(mechanismOids.krb5, mechanismOids.spnego)).toBe(false);
  expect(mechanisms(mechanismOids.krb5, mechanismOids.iakerb)).toBe(true);
  expect(mechanisms(mechanismOids.ntlmssp)).toBe(true);
  expect(mechanisms('1.2.3')).toBe(true);
});

test('the tokens of one login go to one helper, which is told when it has ended', async () => {
  const apart = helper(
    'echo',
    `answer({ kind: 'continue', token: {}, seen: [process.pid, request.login, request.token, request.goesOn, request.ended] }, request.token);`,
  );
  const login = apart.begin();
  const first = await apart.accept(settings, token, login);
  const second = await apart.accept(settings, token, login);
  const [pid] = apart.running();
  expect(first).toMatchObject({ kind: 'continue', token, seen: [pid, 1, 'dG9rZW4=', true, []] });
  expect(second).toMatchObject({ seen: [pid, 1, 'dG9rZW4=', true, []] });
  apart.end(login);
  expect(await apart.accept(settings, token)).toMatchObject({ seen: [pid, 0, 'dG9rZW4=', false, [1]] });
});

test('a helper is told of a login whose connection ended before its answer came', async () => {
  const apart = helper(
    'gone',
    `answer({ kind: 'continue', token: {}, seen: request.ended }, request.token);`,
  );
  const login = apart.begin();
  const first = apart.accept(settings, token, login);
  apart.end(login);
  await first;
  expect(await apart.accept(settings, token)).toMatchObject({ seen: [1] });
});

test('a helper that crashes costs the logins in it, and is not started again at once', async () => {
  const apart = helper('crash', 'process.exit(9);', { helpers: 1 });
  const outcomes = await Promise.all([apart.accept(settings, token), apart.accept(settings, token)]);
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ failure: { text: 'the mechanism has ended its process' } });
  expect(apart.running()).toEqual([]);
  expect(await apart.accept(settings, token)).toMatchObject({
    failure: { text: 'the mechanism has ended its process a moment ago' },
  });
});

test('a helper that does not answer is killed', async () => {
  const apart = helper('silent', '', { timeLimit: 300 });
  expect(await apart.accept(settings, token)).toMatchObject({
    kind: 'failure',
    failure: { text: 'the mechanism took too long' },
  });
  expect(apart.running()).toEqual([]);
});

test('only so many tokens may wait', async () => {
  const apart = helper('slow', '', { queue: 2, timeLimit: 1000, helpers: 1 });
  const waiting = [apart.accept(settings, token), apart.accept(settings, token)];
  expect(await apart.accept(settings, token)).toMatchObject({ failure: { text: 'too many logins wait' } });
  for (const outcome of await Promise.all(waiting)) expect(outcome.kind).toBe('failure');
});
