import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Acceptors, createAcceptors } from '../../src/authn/acceptor.js';
import { kerberosHere } from '../../src/authn/apart.js';
import type { AcceptorSettings } from '../../src/gssapi/acceptor.js';
import { cachedCredentials } from '../../src/gssapi/acceptor-credentials.js';
import { contextFlags } from '../../src/gssapi/contexts.js';
import { createInitiator, type InitiateOutcome, type Initiator } from '../../src/gssapi/initiator.js';
import { mechanismOids } from '../../src/gssapi/mechanisms.js';
import { nameTypes } from '../../src/gssapi/oids.js';
import { pendingContexts } from '../../src/gssapi/pending.js';
import { setEnvironment } from '../gssapi/environment.js';
import { compiled } from '../kit/project.js';
import { type Realm, startRealm } from '../kit/realm.js';

let realm: Realm;
let acceptors: Acceptors;
let ccache: string;
let clients: Initiator[] = [];

beforeAll(async () => {
  realm = await startRealm();
  const environment = realm.serverEnvironment('acceptors');
  setEnvironment(environment);
  ccache = realm.kinit('alice');
  acceptors = createAcceptors({ environment, helperFile: compiled('src/gssapi/login-helper.js') });
});

afterEach(() => {
  for (const client of clients) client.release();
  clients = [];
  return acceptors.close();
});

afterAll(async () => {
  await realm.stop();
});

function settings(change: Partial<AcceptorSettings> = {}): AcceptorSettings {
  const wants = { localName: false, delegated: false };
  return { store: { keytab: realm.keytab, rcache: 'none:' }, mechanisms: [], wants, ...change };
}

/** DCE style (gssapi_ext.h of MIT krb5): the only krb5 login with a third token, so the acceptor is called twice. */
const dceStyle = 0x1000;

function client(): Initiator {
  const target = { text: 'HTTP@localhost', type: nameTypes.hostBasedService };
  const made = createInitiator(target, {
    ccache,
    mechanism: mechanismOids.krb5,
    flags: contextFlags.mutual | dceStyle,
  });
  clients.push(made);
  return made;
}

function tokenOf(outcome: InitiateOutcome): Uint8Array {
  if (outcome.kind === 'failure') throw new Error(outcome.failure.text);
  return outcome.token;
}

describe('a login of several tokens', () => {
  test('goes on in its context', () => {
    const initiator = client();
    const context = acceptors.context();
    const first = acceptors.accept(settings(), tokenOf(initiator.step()), context);
    expect([first.kind, context.pending, pendingContexts()]).toEqual(['continue', true, 1]);
    const answer = first.kind === 'continue' ? first.token : new Uint8Array(0);
    expect(answer.length).toBeGreaterThan(0);
    const second = acceptors.accept(settings(), tokenOf(initiator.step(answer)), context);
    expect(second).toMatchObject({ kind: 'complete', name: 'alice@EXAMPLE.TEST' });
    expect([context.pending, pendingContexts()]).toEqual([false, 0]);
  });

  test.each([
    ['without a context', (): AcceptorSettings => settings(), false],
    ['under other settings', (): AcceptorSettings => settings({ name: 'HTTP@localhost' }), true],
  ])('does not end %s', (_, second, keeps) => {
    const initiator = client();
    const context = keeps ? acceptors.context() : undefined;
    const first = acceptors.accept(settings(), tokenOf(initiator.step()), context);
    const answer = first.kind === 'continue' ? first.token : new Uint8Array(0);
    expect(acceptors.accept(second(), tokenOf(initiator.step(answer)), context).kind).toBe('failure');
    expect(pendingContexts()).toBe(0);
  });

  test.each([
    ['garbage', Uint8Array.of(1, 2, 3)],
    ['an empty token', new Uint8Array(0)],
  ])('is over after %s', (_, bytes) => {
    const initiator = client();
    const context = acceptors.context();
    const first = acceptors.accept(settings(), tokenOf(initiator.step()), context);
    const answer = first.kind === 'continue' ? first.token : new Uint8Array(0);
    const last = tokenOf(initiator.step(answer));
    expect(acceptors.accept(settings(), bytes, context).kind).toBe('failure');
    expect(context.pending).toBe(false);
    expect(acceptors.accept(settings(), last, context).kind).toBe('failure');
  });

  test('is forgotten when its context is released, which may be done twice', () => {
    const context = acceptors.context();
    acceptors.accept(settings(), tokenOf(client().step()), context);
    context.release();
    context.release();
    expect([context.pending, pendingContexts()]).toEqual([false, 0]);
  });
});

test('a connection keeps a half-done login until it ends, and another connection has none of it', async () => {
  const ends: (() => void)[] = [];
  const connection = { atEnd: (act: () => void) => void ends.push(act) };
  const initiator = client();
  const first = await acceptors.login(settings(), tokenOf(initiator.step()), connection);
  expect(first.kind).toBe('continue');
  expect([pendingContexts(), ends.length]).toEqual([1, 1]);
  const next = tokenOf(initiator.step(first.kind === 'continue' ? first.token : undefined));
  expect((await acceptors.login(settings(), next, {})).kind).toBe('failure');
  expect((await acceptors.login(settings(), next, connection)).kind).toBe('complete');
  expect(pendingContexts()).toBe(0);
  await acceptors.login(settings(), tokenOf(client().step()), connection);
  expect([pendingContexts(), ends.length]).toEqual([1, 1]);
  for (const end of ends) end();
  expect(pendingContexts()).toBe(0);
});

test('a connection that ends while its token waits keeps nothing', async () => {
  const ends: (() => void)[] = [];
  const connection = { atEnd: (act: () => void) => void ends.push(act) };
  const waiting = acceptors.login(settings(), tokenOf(client().step()), connection);
  for (const end of ends) end();
  expect((await waiting).kind).toBe('continue');
  expect(pendingContexts()).toBe(0);
});

test('logins that wait when the acceptors close are accepted, and nothing is left behind', async () => {
  const waiting = acceptors.login(settings(), tokenOf(client().step()), {});
  await acceptors.close();
  expect((await waiting).kind).toBe('continue');
  expect([pendingContexts(), cachedCredentials()]).toEqual([0, 0]);
});

test('without a connection nothing is kept', async () => {
  expect((await acceptors.login(settings(), tokenOf(client().step()))).kind).toBe('continue');
  expect(pendingContexts()).toBe(0);
});

test('Kerberos beside mechanisms that run apart has no part in what becomes of them', async () => {
  const helperFile = join(realm.folder, 'ends.mjs');
  writeFileSync(helperFile, 'process.exit(1);\n');
  const broken = createAcceptors({ helperFile, restartPause: 60_000 });
  const mechanisms = [mechanismOids.krb5, mechanismOids.ntlmssp];
  const place = settings({ mechanisms });
  const connection = {};
  const refused = { kind: 'failure', failure: { text: expect.stringMatching(/ended its process/) } };
  expect(await broken.login(place, Buffer.from('NTLMSSP\0\x01\0\0\0'), connection)).toMatchObject(refused);
  const initiator = client();
  const first = await broken.login(place, tokenOf(initiator.step()), connection);
  if (first.kind !== 'continue') throw new Error(JSON.stringify(first));
  expect(pendingContexts()).toBe(1);
  const last = await broken.login(place, tokenOf(initiator.step(first.token)), connection);
  expect(last).toMatchObject({ kind: 'complete', name: `alice@${realm.name}` });
  const alone = settings({ mechanisms: [mechanismOids.ntlmssp] });
  expect(await broken.login(alone, tokenOf(client().step()), {})).toMatchObject(refused);
  await broken.close();
});

describe('a half-done login goes on', () => {
  const beside = [mechanismOids.krb5, mechanismOids.ntlmssp];
  test.each<[string, Partial<AcceptorSettings>, Partial<AcceptorSettings>, boolean]>([
    ['where the same mechanisms count', { mechanisms: beside }, { mechanisms: beside }, true],
    ['not for another name', { mechanisms: beside }, { mechanisms: beside, name: 'HTTP@localhost' }, false],
    ['not with other keys', {}, { mechanisms: beside, store: { keytab: '/nowhere' } }, false],
    ['not from where other mechanisms count', {}, { mechanisms: beside }, false],
    ['under the same bindings', { bindings: 'ab' }, { bindings: 'ab' }, true],
    ['not where bindings are compared first', {}, { bindings: 'ab' }, false],
  ])('%s', async (_, begun, ended, goesOn) => {
    const helperFile = join(realm.folder, 'ends-too.mjs');
    writeFileSync(helperFile, 'process.exit(1);\n');
    const own = createAcceptors({ helperFile, restartPause: 60_000 });
    const connection = {};
    const initiator = client();
    const first = await own.login(settings(begun), tokenOf(initiator.step()), connection);
    if (first.kind !== 'continue') throw new Error(JSON.stringify(first));
    const last = await own.login(settings(ended), tokenOf(initiator.step(first.token)), connection);
    expect(last.kind).toBe(goesOn ? 'complete' : 'failure');
    expect(pendingContexts()).toBe(0);
    await own.close();
  });
});

test.each([
  ['krb5', mechanismOids.krb5, true],
  ['SPNEGO with krb5', mechanismOids.spnego, true],
  ['IAKERB', mechanismOids.iakerb, false],
])('the first token of %s is known', (_, mechanism, known) => {
  const place = settings({ mechanisms: [mechanismOids.iakerb, mechanismOids.krb5] });
  const target = { text: 'HTTP@localhost', type: nameTypes.hostBasedService };
  const initiator = createInitiator(target, { ccache, mechanism, flags: contextFlags.mutual });
  clients.push(initiator);
  const token = tokenOf(initiator.step());
  expect(kerberosHere(place, token)?.mechanisms).toEqual(known ? [mechanismOids.krb5] : undefined);
  expect(kerberosHere(place, token)).toBe(kerberosHere(place, token));
  expect(kerberosHere(settings({ mechanisms: [mechanismOids.iakerb] }), token)).toBeUndefined();
  for (const cut of [0, 1, 5, 12]) expect(kerberosHere(place, token.subarray(0, cut))).toBeUndefined();
});

test('half-done logins are bounded, and the oldest gives way', () => {
  const token = tokenOf(client().step());
  const contexts = Array.from({ length: 1030 }, () => acceptors.context());
  for (const context of contexts) acceptors.accept(settings(), token, context);
  expect(pendingContexts()).toBe(1024);
  expect([contexts[5]!.pending, contexts[6]!.pending, contexts[1029]!.pending]).toEqual([false, true, true]);
  acceptors.close();
  expect([pendingContexts(), cachedCredentials()]).toEqual([0, 0]);
});
