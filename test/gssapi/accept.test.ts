import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accept, largestToken } from '../../src/gssapi/accept.js';
import type { AcceptOutcome, AcceptorSettings } from '../../src/gssapi/acceptor.js';
import { cachedCredentials, releaseAcceptorCredentials } from '../../src/gssapi/acceptor-credentials.js';
import { contextFlags } from '../../src/gssapi/contexts.js';
import { createInitiator } from '../../src/gssapi/initiator.js';
import { mechanismOids } from '../../src/gssapi/mechanisms.js';
import { nameTypes } from '../../src/gssapi/oids.js';
import { runProgram } from '../kit/process.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { setEnvironment } from './environment.js';

let realm: Realm;
let cache: string;

beforeAll(async () => {
  realm = await startRealm();
  setEnvironment(realm.serverEnvironment('accept'));
  cache = realm.kinit('alice');
});

afterAll(async () => {
  releaseAcceptorCredentials();
  await realm.stop();
});

const wantsNothing = { localName: false, delegated: false };

function settings(change: Partial<AcceptorSettings> = {}): AcceptorSettings {
  return { store: { keytab: realm.keytab }, mechanisms: [], wants: wantsNothing, ...change };
}

interface TokenChoice {
  readonly mechanism?: string;
  readonly service?: string;
  readonly flags?: number;
  readonly ccache?: string;
}

function initiator(choice: TokenChoice = {}) {
  const target = { text: choice.service ?? 'HTTP@localhost', type: nameTypes.hostBasedService };
  const options = { ccache: choice.ccache ?? cache, mechanism: choice.mechanism ?? mechanismOids.spnego };
  return createInitiator(target, choice.flags === undefined ? options : { ...options, flags: choice.flags });
}

function token(choice: TokenChoice = {}): Uint8Array {
  const client = initiator(choice);
  try {
    const made = client.step();
    if (made.kind === 'failure') throw new Error(made.failure.text);
    return made.token;
  } finally {
    client.release();
  }
}

/** A keytab with another key under the number of the real one (a random key first, then the one written to the keytab). */
function writeForeignKey(path: string): void {
  const entry = 'addent -password -p HTTP/localhost@EXAMPLE.TEST -k 2 -e aes256-cts-hmac-sha1-96';
  runProgram('ktutil', [], realm.clientEnvironment, `${entry}\nnot-the-key\nwkt ${path}\nquit\n`);
}

function failureText(outcome: AcceptOutcome): string {
  return outcome.kind === 'failure' || outcome.kind === 'no-credential'
    ? `${outcome.kind}: ${outcome.failure.text}`
    : outcome.kind;
}

describe('a good token', () => {
  test.each(['krb5', 'spnego'] as const)('of %s is accepted and the server proves itself', (mechanism) => {
    const client = initiator({ mechanism: mechanismOids[mechanism] });
    const first = client.step();
    if (first.kind === 'failure') throw new Error(first.failure.text);
    const outcome = accept(settings(), first.token);
    expect(outcome).toMatchObject({
      kind: 'complete',
      name: 'alice@EXAMPLE.TEST',
      mechanism: mechanismOids.krb5,
      delegated: false,
    });
    if (outcome.kind !== 'complete') return;
    expect(outcome).not.toHaveProperty('localName');
    expect(outcome.lifetime).toBeGreaterThan(35000);
    expect(outcome.lifetime).toBeLessThan(36301);
    expect(client.step(outcome.token)).toMatchObject({ kind: 'token', done: true });
    client.release();
  });

  test('is accepted once: the replay cache is on', () => {
    const once = token();
    expect(accept(settings(), once).kind).toBe('complete');
    expect(failureText(accept(settings(), once))).toMatch(/^failure: .*replay/i);
  });

  test('is accepted again where the credential store switches the replay cache off', () => {
    const twice = token();
    const open = settings({ store: { keytab: realm.keytab, rcache: 'none:' } });
    expect([accept(open, twice).kind, accept(open, twice).kind]).toEqual(['complete', 'complete']);
  });

  test('with a delegated ticket says so', () => {
    const flags = contextFlags.mutual | contextFlags.delegation;
    expect(accept(settings(), token({ flags }))).toMatchObject({ kind: 'complete', delegated: true });
  });
});

describe('local names', () => {
  const wants = { localName: true, delegated: false };

  test('come from auth_to_local', () => {
    expect(accept(settings({ wants }), token())).toMatchObject({ localName: { name: 'alice' } });
  });

  test('that cannot be mapped are told as such, beside the principal', () => {
    realm.addPrincipal('carol/admin', 'carol-pw');
    const ccache = realm.kinit('carol/admin', 'carol-pw');
    expect(accept(settings({ wants }), token({ ccache }))).toMatchObject({
      kind: 'complete',
      name: 'carol/admin@EXAMPLE.TEST',
      localName: { failure: { call: 'gss_localname' } },
    });
  });
});

describe('a token for another service or key', () => {
  test('fails when the keytab lacks the service', () => {
    const outcome = accept(settings(), token({ service: 'HTTP@elsewhere' }));
    expect(failureText(outcome)).toMatch(/^failure: .*(elsewhere|not found|isn't for us|Wrong principal)/i);
  });

  test('fails when the key is another one of the same number', () => {
    const keytab = join(realm.folder, 'wrong.keytab');
    writeForeignKey(keytab);
    expect(failureText(accept(settings({ store: { keytab } }), token()))).toMatch(/^failure: /);
  });
});

describe('settings', () => {
  test('a host-based name, a principal with its realm and one without find their key', () => {
    for (const change of [
      { name: 'HTTP@localhost' },
      { principal: 'HTTP/localhost@EXAMPLE.TEST' },
      { principal: 'HTTP/localhost' },
    ]) {
      expect(accept(settings(change), token()).kind).toBe('complete');
    }
  });

  test.each([
    ['a host without key', { name: 'HTTP@elsewhere' }],
    ['a principal without key', { principal: 'HTTP/elsewhere@EXAMPLE.TEST' }],
    ['another realm', { principal: 'HTTP/localhost@OTHER.TEST' }],
    ['an empty name', { name: '' }],
    ['a name with a NUL', { name: 'HTTP@localhost\0.example' }],
    ['a store element the library would ignore', { store: { keytabb: '/etc/x' } }],
    ['an element without value', { store: { keytab: '' } }],
  ])('%s is no credential', (_, change) => {
    expect(failureText(accept(settings(change), token()))).toMatch(/^no-credential: ./);
  });

  test('a token of a mechanism that is not allowed fails', () => {
    const mechanisms = [mechanismOids.iakerb];
    expect(accept(settings({ mechanisms }), token({ mechanism: mechanismOids.krb5 })).kind).not.toBe(
      'complete',
    );
    expect(accept(settings({ mechanisms }), token({ mechanism: mechanismOids.spnego })).kind).not.toBe(
      'complete',
    );
  });

  test('krb5 alone lets SPNEGO in too, and equal settings share one credential', () => {
    releaseAcceptorCredentials();
    const mechanisms = [mechanismOids.krb5];
    expect(accept(settings({ mechanisms }), token()).kind).toBe('complete');
    expect(accept(settings({ mechanisms, wants: { localName: true, delegated: true } }), token()).kind).toBe(
      'complete',
    );
    expect(cachedCredentials()).toBe(1);
    expect(accept(settings({ mechanisms, name: 'HTTP@localhost' }), token()).kind).toBe('complete');
    expect(cachedCredentials()).toBe(2);
  });

  test('the number of cached credentials is bounded', () => {
    for (let index = 0; index < 80; index++) {
      accept(settings({ store: { keytab: realm.keytab, rcache: `dfl:${index}` } }), Uint8Array.of(1));
    }
    expect(cachedCredentials()).toBe(64);
    expect(accept(settings(), token()).kind).toBe('complete');
  });
});

describe('what is no token', () => {
  test.each([
    ['empty', new Uint8Array(0)],
    ['too long', new Uint8Array(largestToken + 1)],
  ])('%s is refused before the library sees it', (_, bytes) => {
    const outcome = accept(settings({ store: { keytab: '/nonexistent' } }), bytes);
    expect(outcome).toMatchObject({ kind: 'failure', failure: { minor: 0 } });
  });

  test('an NTLM message fails cleanly', () => {
    const type1 = Buffer.from('TlRMTVNTUAABAAAAl4II4gAAAAAAAAAAAAAAAAAAAAAKALpHAAAADw==', 'base64');
    expect(accept(settings(), type1).kind).toBe('failure');
  });

  test('ten thousand random tokens, every truncation and many bit flips never crash nor name anybody else', () => {
    const spnego = Buffer.from(token());
    const raw = Buffer.from(token({ mechanism: mechanismOids.krb5 }));
    const open = settings({ store: { keytab: realm.keytab, rcache: 'none:' } });
    const kinds = { refused: 0, accepted: 0 };
    for (const bytes of garbage(spnego, raw)) {
      const outcome = accept(open, bytes);
      if (outcome.kind === 'complete') {
        kinds.accepted++;
        expect(outcome.name).toBe('alice@EXAMPLE.TEST');
      } else kinds.refused++;
    }
    expect(kinds.refused).toBeGreaterThan(11000);
    expect(accept(settings(), token()).kind).toBe('complete');
  });
});

function* garbage(spnego: Buffer, raw: Buffer): Generator<Uint8Array> {
  for (let index = 0; index < 10_000; index++) {
    const bytes = randomBytes(1 + (index % 1500));
    if (index % 4 === 1) spnego.copy(bytes, 0, 0, 40);
    if (index % 4 === 2) raw.copy(bytes, 0, 0, 40);
    if (index % 4 === 3) bytes[0] = 0x60;
    yield bytes;
  }
  for (const whole of [spnego, raw]) {
    for (let length = 1; length < whole.length; length++) yield whole.subarray(0, length);
    for (let bit = 0; bit < whole.length * 8; bit += 7) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      yield flipped;
    }
  }
}
