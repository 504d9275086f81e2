import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LdapAccess, LdapRequest } from '../../src/evaluate/ldap-request.js';
import { ldapCode } from '../../src/evaluate/ldap-request.js';
import { LdapDirectories } from '../../src/ldap/directories.js';
import { ldapDefaults } from '../../src/ruleset/util_ldap.js';
import { type Directory, startDirectory } from '../kit/directory.js';

let directory: Directory;
const asked = new LdapDirectories();

beforeAll(async () => {
  directory = await startDirectory();
});

afterAll(async () => {
  asked.close();
  await directory.stop();
});

function accessTo(port: string | number, more: Partial<LdapAccess> = {}): LdapAccess {
  return {
    source: {
      url: `ldap://127.0.0.1:${port}/`,
      hosts: [{ name: '127.0.0.1', port: Number(port) }],
      base: 'ou=people,dc=example,dc=test',
      attribute: 'uid',
      scope: 'sub',
      filter: 'objectclass=*',
    },
    server: { ...ldapDefaults, retries: 0, timeout: 60_000 },
    settings: {},
    dereference: 'always',
    ...more,
  };
}

const alice: LdapRequest = { ask: 'user', filter: '(uid=alice)', password: 'alice-pw' };

test('a directory that hangs holds up nobody who asks another one', async () => {
  const hanging = directory.placeholders.LDAP_HANGING ?? '';
  const server = { ...ldapDefaults, retries: 0, timeout: 1000 };
  const stuck = Array.from({ length: 100 }, () => asked.ask(accessTo(hanging, { server }), alice));
  expect((await asked.ask(accessTo(directory.port), alice)).code).toBe(ldapCode.success);
  for (const { code } of await Promise.all(stuck)) expect(code).toBe(ldapCode.timeout);
});

test('no password and no seal of one is in any answer', async () => {
  const wrong = await asked.ask(accessTo(directory.port), { ...alice, password: 'not-the-password' });
  const right = await asked.ask(accessTo(directory.port), alice);
  expect([wrong.code, right.code]).toEqual([ldapCode.invalidCredentials, ldapCode.success]);
  expect(JSON.stringify([wrong, right])).not.toMatch(/password"|alice-pw|not-the-password/);
});

test('many questions at once share connections and are all answered', async () => {
  const names = ['alice', 'bob', 'nobody', 'erin'];
  const questions = Array.from({ length: 200 }, (_, at) =>
    asked.ask(accessTo(directory.port), { ask: 'user', filter: `(uid=${names[at % 4]})` }),
  );
  const codes = (await Promise.all(questions)).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set([ldapCode.success, ldapCode.noSuchObject]));
  expect(codes.filter((code) => code === ldapCode.noSuchObject)).toHaveLength(50);
});

test('a name that the client library takes for a mechanism is a name', async () => {
  const access = accessTo(directory.port, { name: 'EXTERNAL', password: 'x' });
  expect((await asked.ask(access, alice)).code).toBe(34);
});

test('who asks is shown what they may see, whatever was found for others', async () => {
  const request: LdapRequest = { ask: 'user', filter: '(uid=frank)' };
  const base = accessTo(directory.port);
  const access = { ...base, source: { ...base.source, base: 'ou=hidden,dc=example,dc=test' } };
  const reader = { ...access, name: 'cn=reader,dc=example,dc=test', password: 'reader-pw' };
  expect((await asked.ask(reader, request)).code).toBe(ldapCode.success);
  expect((await asked.ask(access, request)).code).toBe(50);
});
