import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createPasswordChecker,
  type PasswordChecker,
  type PasswordOptions,
} from '../../src/authn/password.js';
import type { AcceptorSettings, PasswordSettings } from '../../src/gssapi/acceptor.js';
import { compiled } from '../kit/project.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { freePort } from '../kit/scratch.js';
import { realmFile } from './kdc-silent.js';

let realm: Realm;
const checkers: PasswordChecker[] = [];

beforeAll(async () => {
  realm = await startRealm();
});

afterEach(async () => {
  await Promise.all(checkers.splice(0).map((checker) => checker.close()));
});

afterAll(async () => {
  await realm.stop();
});

function checker(options: PasswordOptions = {}): PasswordChecker {
  const environment = realm.serverEnvironment('password');
  const made = createPasswordChecker({
    helperFile: compiled('src/gssapi/helper.js'),
    environment,
    ...options,
  });
  checkers.push(made);
  return made;
}

function settings(acceptor: Partial<AcceptorSettings> = {}, verify = true): PasswordSettings {
  const wants = { localName: false, delegated: false };
  return { acceptor: { store: { keytab: realm.keytab }, mechanisms: [], wants, ...acceptor }, verify };
}

describe('a password', () => {
  test.each(['alice', 'alice@EXAMPLE.TEST'])('that is right logs %s in', async (user) => {
    expect(await checker().check(user, 'alice-pw', settings())).toMatchObject({
      kind: 'complete',
      name: 'alice@EXAMPLE.TEST',
      mechanism: '1.2.840.113554.1.2.2',
    });
  });

  test('may come as bytes, which are left alone', async () => {
    const bytes = Buffer.from('alice-pw');
    expect((await checker().check('alice', bytes, settings())).kind).toBe('complete');
    expect(bytes.toString()).toBe('alice-pw');
  });

  test('of bytes beyond ASCII is taken byte by byte', async () => {
    realm.addPrincipal('umlaut', 'gr\u00fcn');
    const sent = Buffer.from('gr\u00fcn').toString('latin1');
    const check = checker();
    expect((await check.check('umlaut', sent, settings())).kind).toBe('complete');
    expect((await check.check('umlaut', 'gr\u00fcn', settings())).kind).toBe('failure');
  });

  test('tells the local name when it is wanted', async () => {
    const wants = { localName: true, delegated: false };
    expect(await checker().check('alice', 'alice-pw', settings({ wants }))).toMatchObject({
      localName: { name: 'alice' },
    });
  });

  test('gives a ticket of the time asked for', async () => {
    const check = checker();
    const lifetimes: number[] = [];
    for (const ticketLifetime of [300, 1200]) {
      const outcome = await check.check('alice', 'alice-pw', { ...settings(), ticketLifetime });
      if (outcome.kind === 'complete') lifetimes.push(Math.round(outcome.lifetime / 100) * 100 - 300);
    }
    expect(lifetimes).toEqual([300, 1200]);
  });

  test.each([
    ['wrong', 'alice', 'wrong', false],
    ['of another user', 'alice', 'bob-pw', false],
    ['of nobody', 'nobody', 'alice-pw', true],
    ['with more behind it', 'alice', 'alice-pw\0x', false],
    ['cut', 'alice', 'alice-p', false],
    ['empty', 'alice', '', false],
    ['without user', '', 'alice-pw', false],
    ['of a user cut by NUL', 'alice\0x', 'alice-pw', false],
    ['of an unknown realm', 'alice@NOWHERE.TEST', 'alice-pw', false],
    ['that is no byte string', 'alice', 'a\u016cice-pw', false],
    ['too long', 'alice', 'x'.repeat(70_000), false],
  ])('that is %s is refused', async (_, user, password, unknownUser) => {
    for (const verify of [true, false]) {
      const outcome = await checker().check(user, password, settings({}, verify));
      expect(outcome).toMatchObject({ kind: 'failure', unknownUser });
      expect(JSON.stringify(outcome)).not.toContain('alice-pw');
    }
  });

  test('is refused no sooner than the set time, whatever the reason', async () => {
    const check = checker({ refusalTime: 250 });
    await check.check('alice', 'alice-pw', settings());
    for (const user of ['alice', 'nobody']) {
      const began = performance.now();
      await check.check(user, 'wrong', settings());
      expect(performance.now() - began).toBeGreaterThanOrEqual(245);
    }
  });

  test('that is right is not held back', async () => {
    const check = checker({ refusalTime: 1_000_000 });
    expect((await check.check('alice', 'alice-pw', settings())).kind).toBe('complete');
  });
});

describe('the KDC', () => {
  test('is verified with our own key, unless that is switched off', async () => {
    const impostor = await startRealm();
    try {
      const check = checker({ environment: impostor.serverEnvironment('impostor') });
      expect(await check.check('alice', 'alice-pw', settings())).toMatchObject({
        kind: 'failure',
        unknownUser: false,
        failure: { call: 'gss_accept_sec_context' },
      });
      expect((await check.check('alice', 'alice-pw', settings({}, false))).kind).toBe('complete');
      expect(
        (await check.check('alice', 'alice-pw', settings({ store: { keytab: impostor.keytab } }))).kind,
      ).toBe('complete');
    } finally {
      await impostor.stop();
    }
  });

  test.each([
    ['no keytab', { store: { keytab: '/nonexistent' } }],
    ['no key for the principal', { principal: 'HTTP/elsewhere' }],
    ['a host without key', { name: 'HTTP@elsewhere' }],
    ['an unknown store element', { store: { keytabb: '/x' } }],
    ['no mechanism for passwords', { mechanisms: ['1.3.6.1.5.5.2'] }],
  ])('cannot be verified with %s, so nobody gets in', async (_, acceptor) => {
    expect((await checker().check('alice', 'alice-pw', settings(acceptor))).kind).toBe('failure');
  });

  test('that is not there makes checks unavailable', async () => {
    const configuration = join(realm.folder, 'dead.conf');
    writeFileSync(configuration, realmFile(realm.name, await freePort()));
    const environment = { ...realm.serverEnvironment('dead'), KRB5_CONFIG: configuration };
    const outcome = await checker({ environment }).check('alice', 'alice-pw', settings());
    expect(outcome).toMatchObject({
      kind: 'unavailable',
      failure: { call: 'gss_acquire_cred_with_password' },
    });
  });
});

test('any key of the keytab verifies the KDC, where that is wanted', async () => {
  // The KDC knows no HTTP/nowhere, which is the first key.
  const stranger = readFileSync(realm.writeWrongKeytab('stranger.keytab', 'HTTP/nowhere'));
  const mixed = join(realm.folder, 'mixed.keytab');
  writeFileSync(mixed, Buffer.concat([stranger, readFileSync(realm.keytab).subarray(2)]));
  const check = checker();
  const mixedKeys = settings({ store: { keytab: mixed } });
  const strange = settings({ store: { keytab: join(realm.folder, 'stranger.keytab') } });
  const kinds = [];
  for (const each of [mixedKeys, { ...mixedKeys, tryEveryKey: true }, { ...strange, tryEveryKey: true }])
    kinds.push((await check.check('alice', 'alice-pw', each)).kind);
  expect(kinds).toEqual(['failure', 'complete', 'failure']);
  expect((await check.check('alice', 'wrong', { ...mixedKeys, tryEveryKey: true })).kind).toBe('failure');
});

test("the server's own tickets never stand in for a password", async () => {
  const environment = { ...realm.serverEnvironment('own'), KRB5CCNAME: realm.kinit('alice') };
  const check = checker({ environment });
  expect((await check.check('alice', 'wrong', settings())).kind).toBe('failure');
  expect((await check.check('alice', 'wrong', settings({}, false))).kind).toBe('failure');
  expect((await check.check('alice', 'alice-pw', settings())).kind).toBe('complete');
});
