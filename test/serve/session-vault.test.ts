import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sealSession } from '../../src/authn/session.js';
import { decodeLogin, encodeLogin } from '../../src/authn/session-login.js';
import type { SessionFacts, SessionLogin } from '../../src/evaluate/session-facts.js';
import type { SessionKey } from '../../src/ruleset/mod_auth_gssapi.js';
import { SessionVault } from '../../src/serve/session-vault.js';

const newKey = (): SessionKey => ({ kind: 'key', base64: randomBytes(32).toString('base64') });
const [first, second, third] = [newKey(), newKey(), newKey()];

const login: SessionLogin = {
  scheme: 'Basic',
  mechanism: '1.2.840.113554.1.2.2',
  tls: true,
  bound: true,
  compared: true,
  localName: true,
  attributes: 'auth-indicators=otp',
};

const session: SessionFacts = {
  established: true,
  delegated: true,
  expiration: 4e9,
  user: 'alice',
  gssName: 'alice@EXAMPLE.TEST',
  ccacheName: 'alice@EXAMPLE.TEST',
  login,
};

const open = (keys: readonly (SessionKey | undefined)[], sealed: string, attributes = '') =>
  new SessionVault().open({ keys, sealed, attributes });

describe('keys', () => {
  const sealed = new SessionVault().seal(second, session);

  test('every one that is named opens', () => {
    expect(open([second], sealed)?.user).toBe('alice');
    expect(open([first, second, third], sealed)?.user).toBe('alice');
    expect(open([first, third], sealed)).toBeUndefined();
    expect(open([], sealed)).toBeUndefined();
  });

  test('the key of a server opens what that server sealed, in each of its workers', () => {
    const shared = randomBytes(32);
    const own = new SessionVault(shared).seal(undefined, session);
    expect(
      new SessionVault(shared).open({ keys: [first, undefined], sealed: own, attributes: '' })?.user,
    ).toBe('alice');
    expect(open([undefined, first], own)).toBeUndefined();
  });

  test('what was opened under one question is not the answer to another', () => {
    const vault = new SessionVault();
    const ask = (attributes: string) => vault.open({ keys: [second], sealed, attributes })?.login?.attributes;
    expect(ask('auth-indicators=otp')).toBe('auth-indicators=otp');
    expect(ask('auth-indicators=hardware')).toBe('');
    expect(ask('')).toBe('');
    expect(ask('auth-indicators=otp')).toBe('auth-indicators=otp');
    expect(vault.open({ keys: [first], sealed, attributes: '' })).toBeUndefined();
  });
});

describe('how the login came about', () => {
  const scheme = ['Basic', 'Negotiate'] as const;
  const flags = [false, true];
  const all = scheme.flatMap((each) =>
    flags.flatMap((tls) =>
      flags.flatMap((bound) => flags.map((localName) => ({ scheme: each, tls, bound, localName }))),
    ),
  );

  test.each(all)('%j comes back', (some) => {
    const told = { ...login, ...some };
    const sealed = new SessionVault().seal(first, { ...session, login: told });
    expect(open([first], sealed, login.attributes)).toEqual({ ...session, login: told });
  });

  test('is as long as a hash at least, which mod_auth_gssapi compares with', () => {
    expect(encodeLogin({ ...login, mechanism: '', attributes: '' }).length).toBeGreaterThanOrEqual(32);
  });

  test('is not there in what mod_auth_gssapi sealed', () => {
    const base = Buffer.from(first.kind === 'key' ? first.base64 : '', 'base64');
    const { login: _, ...plain } = session;
    for (const basicHash of [new Uint8Array(), randomBytes(32)])
      expect(open([first], sealSession(base, { ...plain, basicHash }))).toEqual(plain);
  });

  test('that cannot be read makes the session count for nothing', () => {
    const base = Buffer.from(first.kind === 'key' ? first.base64 : '', 'base64');
    const whole = encodeLogin(login);
    const later = Buffer.from(whole);
    later[8] = 2;
    for (let length = 8; length < 42; length++)
      expect(decodeLogin(whole.subarray(0, length))).toBe('unreadable');
    for (const basicHash of [later, whole.subarray(0, 20)])
      expect(open([first], sealSession(base, { ...session, basicHash }))).toBeUndefined();
  });
});
