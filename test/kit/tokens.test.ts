import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Realm, startRealm } from './realm.js';
import { startTokens, type Tokens } from './tokens.js';

let realm: Realm;
let tokens: Tokens;

beforeAll(async () => {
  realm = await startRealm();
  tokens = startTokens(realm);
});

afterAll(async () => {
  await tokens.stop();
  await realm.stop();
});

const spnegoStart = 0x60;

test.each(['spnego', 'krb5'] as const)('fresh %s tokens differ from each other', async (mechanism) => {
  const first = await tokens.fresh('alice', { mechanism });
  const second = await tokens.fresh('alice', { mechanism });
  expect(Buffer.from(first.base64, 'base64')[0]).toBe(spnegoStart);
  expect(second.base64).not.toBe(first.base64);
});

test('delegation makes a token longer', async () => {
  const plain = await tokens.fresh('bob');
  const delegating = await tokens.fresh('bob', { delegate: true });
  expect(delegating.base64.length).toBeGreaterThan(plain.base64.length + 500);
});

test('many at once', async () => {
  const many = await tokens.bulk('alice', 200);
  expect(new Set(many).size).toBe(200);
});

test('an answer that proves nothing is not taken', async () => {
  const token = await tokens.fresh('alice');
  expect(await token.verify('oQcwBaADCgEC')).not.toBe('complete');
});

test('a service that the realm has not is an error with its name', async () => {
  await expect(tokens.fresh('alice', { service: 'HTTP@nowhere' })).rejects.toThrow(
    'HTTP/nowhere@EXAMPLE.TEST',
  );
});

test('principals and keytabs can be added, and a wrong password is refused', () => {
  realm.addPrincipal('dave', 'secret');
  expect(realm.kinit('dave', 'secret')).toMatch(/^FILE:/);
  expect(() => realm.kinit('dave', 'wrong')).toThrow('kinit');
  realm.addPrincipal('HTTP/added');
  expect(realm.writeKeytab('added.keytab', 'HTTP/added')).toMatch(/added\.keytab$/);
});
