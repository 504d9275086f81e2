import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { logonInfo } from '../kit/logon-info.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { writeTicket } from '../kit/ticket.js';
import { startTokens } from '../kit/tokens.js';

const folder = makeScratch('groups');
const domain = 'S-1-5-21-1-2-3';
const groups = [`${domain}-513`, `${domain}-1105`, 'S-1-18-1'];
const told = logonInfo({
  domain,
  groups: [
    [513, 7],
    [1105, 7],
  ],
  extra: [['S-1-18-1', 7]],
});

let realm: Realm;
let server: WebServer;

function configuration(): string {
  const place = (path: string, lines: string): string => `<Location /${path}>
  AuthType GSSAPI
  AuthName Groups
  GssapiCredStore keytab:${realm.keytab}
  GssapiUseSessions On
  GssapiSessionKey file:${folder}/session.key
  Session On
  SessionCookieName login path=/
  ${lines}
</Location>`;
  const on = 'KerbgatePacGroups On\n';
  return [
    `DocumentRoot ${folder}`,
    'Header always set X-User expr=%{REMOTE_USER}',
    'Header always set X-Groups "%{KERBGATE_GROUP_SIDS}e"',
    `KerbgateForbiddenOnFailure On`,
    place('any', `${on}Require valid-user`),
    place('sid', `${on}Require pac-group S-1-5-21-9-9-9-1 ${domain}-1105`),
    place('other', `${on}Require pac-group ${domain}-1106`),
    place('name', `${on}KerbgatePacGroupFile ${folder}/groups\nRequire pac-group "Web Staff"`),
    place('wrong-name', `${on}KerbgatePacGroupFile ${folder}/groups\nRequire pac-group Admins Nobody`),
    place('no-file', `${on}KerbgatePacGroupFile ${folder}/missing\nRequire pac-group "Web Staff"`),
    place('off', `Require pac-group ${domain}-1105`),
    place('set', `SetEnv KERBGATE_GROUP_SIDS ${domain}-1106\n${on}Require pac-group ${domain}-1106`),
    place('session', 'Require valid-user'),
  ].join('\n');
}

beforeAll(async () => {
  writeFileSync(join(folder, 'groups'), `${domain}-1105 Web Staff\n${domain}-512 Admins\n`);
  realm = await startRealm();
  server = await startKerbgate({ folder, environment: realm.serverEnvironment('kerbgate'), configuration });
});

afterAll(async () => {
  await server?.stop();
  await realm?.stop();
  dropScratch(folder);
});

let serial = 0;

/** A client with a ticket that tells this. */
async function clientOf(logon: Buffer | undefined, forged = false) {
  const order = {
    keytab: realm.keytab,
    realm: realm.name,
    user: 'alice',
    service: ['HTTP', 'localhost'] as const,
  };
  const cache =
    logon && writeTicket(join(folder, `cache-${serial++}`), { ...order, logonInfo: logon, forged });
  const tokens = startTokens(cache === undefined ? realm : { ...realm, kinit: () => cache });
  return {
    stop: () => tokens.stop(),
    get: async (path: string, cookie?: string) =>
      ask(
        path,
        ['Authorization', `Negotiate ${(await tokens.fresh('alice')).base64}`],
        ...(cookie === undefined ? [] : [['Cookie', cookie] as const]),
      ),
  };
}

async function ask(path: string, ...headers: readonly (readonly [string, string])[]) {
  const answer = await sendOnce(server.port, { method: 'GET', target: `/${path}/x`, headers });
  const [user, sids] = ['x-user', 'x-groups'].map((name) => headerValues(answer, name)[0]);
  const cookie = headerValues(answer, 'set-cookie')[0]?.split(';')[0];
  return { status: answer.status, user, sids, cookie, body: answer.body.toString('latin1') };
}

test('a ticket that tells groups opens what is for them, by SID and by name', async () => {
  const alice = await clientOf(told);
  expect(await alice.get('any')).toMatchObject({
    status: 404,
    user: 'alice@EXAMPLE.TEST',
    sids: groups.join(' '),
  });
  // Nothing is there behind the login.
  for (const [path, status] of [
    ['sid', 404],
    ['name', 404],
    ['other', 403],
    ['wrong-name', 403],
    ['no-file', 403],
    ['off', 403],
    ['set', 403],
  ] as const)
    expect([path, (await alice.get(path)).status]).toEqual([path, status]);
  await alice.stop();
});

test.each([
  ['without Microsoft’s data', undefined, false],
  ['with a broken one', told.subarray(0, 100), false],
  ['with one that somebody else has signed', told, true],
])('a ticket %s opens what is for anybody, and nothing else', async (_title, logon, forged) => {
  const alice = await clientOf(logon, forged);
  const any = await alice.get('any');
  expect(any.sids ?? '(null)').toBe('(null)');
  expect(any).toMatchObject({ status: 404, user: 'alice@EXAMPLE.TEST' });
  for (const path of ['sid', 'name', 'other']) expect((await alice.get(path)).status).toBe(403);
  await alice.stop();
});

test('why a group was wanting stands in the log, and not in the answer', async () => {
  const alice = await clientOf(told);
  const stranger = await clientOf(undefined);
  const lines = async (path: string, client: typeof alice, line: RegExp): Promise<void> => {
    const { status, body } = await client.get(path);
    expect([status, body]).toEqual([403, expect.not.stringContaining('S-1-')]);
    await server.untilLog(line);
  };
  const refused = (rule: string, then: string): RegExp =>
    new RegExp(
      `\\[kerbgate:info\\].*not let in by ${rule} \\(\\S+:\\d+\\)\\n.*\\[kerbgate:info\\].*${then}\\n`,
    );
  const own = `the ticket of alice@EXAMPLE.TEST tells of the groups ${groups.join(', ')}`;
  await lines('other', alice, refused(`Require pac-group ${domain}-1106`, own));
  await lines('wrong-name', alice, refused('Require pac-group Admins Nobody', own));
  await lines(
    'off',
    alice,
    refused(`Require pac-group ${domain}-1105`, 'no groups are read .* KerbgatePacGroups is not On'),
  );
  await lines(
    'other',
    stranger,
    refused(`Require pac-group ${domain}-1106`, 'the login of alice@EXAMPLE.TEST has told no groups: .*'),
  );
  await alice.stop();
  await stranger.stop();
});

test('a session tells no groups and opens no place that asks for them', async () => {
  const alice = await clientOf(told);
  const { cookie } = await alice.get('any');
  expect(await ask('session', ['Cookie', cookie!])).toMatchObject({
    status: 404,
    user: 'alice@EXAMPLE.TEST',
  });
  expect(await ask('sid', ['Cookie', cookie!])).toMatchObject({ status: 401 });
  await server.untilLog(
    'the session does not count here: its login was not checked for KerbgatePacGroups On',
  );
  // A login of that very request counts, and the session goes on.
  expect(await alice.get('sid', cookie)).toMatchObject({ status: 404, user: 'alice@EXAMPLE.TEST' });
  expect(await ask('session', ['Cookie', cookie!])).toMatchObject({ status: 404 });
  await alice.stop();
});
