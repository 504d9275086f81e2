import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CredentialKeeper, createCredentialKeeper } from '../../src/authn/credential-keeper.js';
import { createPasswordChecker, type PasswordChecker } from '../../src/authn/password.js';
import type { AcceptorSettings } from '../../src/gssapi/acceptor.js';
import { runProgram } from '../kit/process.js';
import { compiled } from '../kit/project.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { startSilentKdc } from './kdc-silent.js';

const helperFile = compiled('src/gssapi/helper.js');
const krb5 = '1.2.840.113554.1.2.2';

let realm: Realm;
let passwords: PasswordChecker;
let keeper: CredentialKeeper;
let ticket: Uint8Array;

beforeAll(async () => {
  realm = await startRealm();
  const environment = { ...realm.clientEnvironment };
  passwords = createPasswordChecker({ environment, helperFile });
  keeper = createCredentialKeeper({ environment, helperFile });
  const acceptor = settingsOf(realm);
  const outcome = await passwords.check('alice', 'alice-pw', { acceptor, verify: true });
  if (outcome.kind !== 'complete' || !outcome.credential || !('bytes' in outcome.credential))
    throw new Error(JSON.stringify(outcome));
  ticket = outcome.credential.bytes;
});
afterAll(async () => {
  await keeper?.close();
  await passwords?.close();
  await realm?.stop();
});

const settingsOf = ({ keytab }: Realm): AcceptorSettings => ({
  store: { keytab },
  mechanisms: [krb5],
  wants: { localName: false, delegated: true },
});

function folderOf(name: string): string {
  const folder = join(realm.folder, name);
  mkdirSync(folder);
  return folder;
}

const holder = (file: string): string => runProgram('klist', ['-c', file], realm.clientEnvironment);

test('a file has its mode from the start and takes the place of what was there, links included', async () => {
  const folder = folderOf('plain');
  const aim = join(realm.folder, 'aim');
  writeFileSync(aim, 'untouched');
  symlinkSync(aim, join(folder, 'alice'));
  expect(await keeper.store(ticket, { folder, name: 'alice' })).toEqual({ name: 'alice', problems: [] });
  const made = lstatSync(join(folder, 'alice'));
  expect([made.isFile(), made.mode & 0o777]).toEqual([true, 0o600]);
  expect(readFileSync(aim, 'utf8')).toBe('untouched');
  expect(holder(join(folder, 'alice'))).toContain('alice@EXAMPLE.TEST');
  await keeper.store(ticket, { folder, name: 'alice', mode: 0o640 });
  expect(lstatSync(join(folder, 'alice')).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['alice']);
});

test('no name leads out of the folder', async () => {
  const folder = folderOf('names');
  for (const name of ['../out', 'a/b', '/out', '', 'a\0b']) {
    const { name: made, problems } = await keeper.store(ticket, { folder, name });
    expect([name, made, problems.length]).toEqual([name, undefined, 1]);
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('unique files end with what they were stored for', async () => {
  const folder = folderOf('unique');
  const [one, other] = [{}, {}];
  const first = await keeper.store(ticket, { folder, name: 'alice', unique: 'dash' }, one);
  const second = await keeper.store(ticket, { folder, name: 'alice', unique: 'plain' }, other);
  expect(first.name).toMatch(/^alice-\w{6}$/);
  expect(second.name).toMatch(/^alice\w{6}$/);
  expect(readdirSync(folder)).toHaveLength(2);
  keeper.release(one);
  expect(readdirSync(folder)).toEqual([second.name]);
  keeper.release(other);
  keeper.release({});
  expect(readdirSync(folder)).toEqual([]);
});

test('what cannot be stored is told, and nothing of it stays', async () => {
  const folder = folderOf('broken');
  const missing = await keeper.store(ticket, { folder: `${folder}/missing`, name: 'a' });
  expect(missing.name).toBe('a');
  expect(missing.problems.join()).toMatch(/^failed to store delegated creds: \[No such file/);
  const unique = await keeper.store(ticket, { folder: `${folder}/missing`, name: 'a', unique: 'dash' });
  expect(unique.name).toBeUndefined();
  expect(unique.problems.join()).toMatch(/^creating unique ccache file .*\/a-XXXXXX failed: No such file/);
  const damaged = await keeper.store(ticket.subarray(0, 20), { folder, name: 'a' });
  expect(damaged.problems).toHaveLength(1);
  mkdirSync(join(folder, 'b'));
  expect((await keeper.store(ticket, { folder, name: 'b' })).problems).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(['b']);
});

test('a KDC that does not answer costs a helper, not the server', async () => {
  const silent = await startSilentKdc(realm.folder, realm.name);
  const environment = { ...realm.clientEnvironment, KRB5_CONFIG: silent.configuration };
  const slow = createCredentialKeeper({ environment, helperFile, timeLimit: 5000 });
  try {
    const store = { keytab: realm.keytab, client_keytab: realm.keytab, ccache: 'MEMORY:own' };
    const outcome = await slow.impersonate('alice', { ...settingsOf(realm), store, both: true });
    expect(outcome).toMatchObject({
      kind: 'no-credential',
      failure: { text: expect.stringMatching(/time/) },
    });
    const folder = folderOf('beside');
    expect((await slow.store(ticket, { folder, name: 'a' })).problems).toEqual([]);
  } finally {
    await slow.close();
    await silent.stop();
  }
});
