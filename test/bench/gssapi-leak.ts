// Accepts one token a hundred thousand times, fails as often, and says how fast that was and what stayed allocated. Run it compiled
// and with --expose-gc: node --expose-gc dist/test/bench/gssapi-leak.js [accepts]
import { randomBytes } from 'node:crypto';
import koffi from 'koffi';
import { accept } from '../../src/gssapi/accept.js';
import type { AcceptorSettings } from '../../src/gssapi/acceptor.js';
import { releaseAcceptorCredentials } from '../../src/gssapi/acceptor-credentials.js';
import { createInitiator } from '../../src/gssapi/initiator.js';
import { mechanismOids } from '../../src/gssapi/mechanisms.js';
import { nameTypes } from '../../src/gssapi/oids.js';
import { checkPassword } from '../../src/gssapi/password-check.js';
import { AcceptContext } from '../../src/gssapi/pending.js';
import { type Realm, startRealm } from '../kit/realm.js';

const size = 'size_t';
const statistics = koffi.struct('mallinfo2', {
  arena: size,
  ordblks: size,
  smblks: size,
  hblks: size,
  hblkhd: size,
  usmblks: size,
  fsmblks: size,
  uordblks: size,
  fordblks: size,
  keepcost: size,
});
const mallinfo = koffi.load('libc.so.6').func('mallinfo2', statistics, []);

/** Octets in use by malloc after the collector has run: what native code and our own buffers hold. */
function inUse(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return Number((mallinfo() as { readonly uordblks: number }).uordblks);
}

/** Settles for a while, then measures `count` calls. */
async function measure(name: string, count: number, call: (index: number) => void): Promise<void> {
  for (let index = 0; index < count / 10; index++) call(index);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [before, resident] = [inUse(), process.memoryUsage.rss()];
  const began = performance.now();
  for (let index = 0; index < count; index++) call(index);
  const seconds = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [grown, more] = [inUse() - before, process.memoryUsage.rss() - resident];
  const rate = Math.round(count / seconds);
  console.log(
    `${name.padEnd(34)} ${String(rate).padStart(7)}/s  ${(grown / count).toFixed(2).padStart(8)} octets/call in use  RSS ${(more / 1024).toFixed(0)} KiB`,
  );
}

function tokenFor(realm: Realm, mechanism: string, flags?: number): Uint8Array {
  const target = { text: 'HTTP@localhost', type: nameTypes.hostBasedService };
  const options = { ccache: realm.kinit('alice'), mechanism };
  const client = createInitiator(target, flags === undefined ? options : { ...options, flags });
  const made = client.step();
  client.release();
  if (made.kind === 'failure') throw new Error(made.failure.text);
  return made.token;
}

async function run(realm: Realm, count: number): Promise<void> {
  const wants = { localName: true, delegated: false };
  const store = { keytab: realm.keytab, rcache: 'none:' };
  const settings: AcceptorSettings = { store, mechanisms: [], wants };
  const [spnego, krb5] = [tokenFor(realm, mechanismOids.spnego), tokenFor(realm, mechanismOids.krb5)];
  const [delegating, threeLegs] = [
    tokenFor(realm, mechanismOids.spnego, 3),
    tokenFor(realm, mechanismOids.krb5, 0x1002),
  ];
  const accepting = (token: Uint8Array, kind: string, change: Partial<AcceptorSettings> = {}) => {
    const all = { ...settings, ...change };
    return () => {
      if (accept(all, token).kind !== kind) throw new Error(`not ${kind}`);
    };
  };
  const plain = { wants: { localName: false, delegated: false } };
  await measure('SPNEGO', count, accepting(spnego, 'complete', plain));
  await measure('SPNEGO with local name', count, accepting(spnego, 'complete'));
  await measure('krb5', count, accepting(krb5, 'complete', plain));
  await measure('SPNEGO with delegation', count / 10, accepting(delegating, 'complete'));
  accept({ ...settings, store: { keytab: realm.keytab } }, spnego);
  await measure('replay', count / 10, accepting(spnego, 'failure', { store: { keytab: realm.keytab } }));
  await measure('garbage', count, () => void accept(settings, randomBytes(200)));
  await measure('broken SPNEGO', count, accepting(spnego.subarray(0, -3), 'failure'));
  await measure(
    'half-done logins, kept',
    count / 10,
    () => void accept(settings, threeLegs, new AcceptContext()),
  );
  await measure(
    'no keytab',
    count / 10,
    accepting(spnego, 'no-credential', { store: { keytab: '/nonexistent' } }),
  );
  await measure('credential for each token', count / 10, (index) => {
    releaseAcceptorCredentials();
    if (
      accept({ ...settings, name: index % 2 ? 'HTTP@localhost' : 'HTTP@127.0.0.1' }, spnego).kind ===
      'continue'
    )
      throw new Error();
  });
  for (const [name, password] of [
    ['right', 'alice-pw'],
    ['wrong', 'wrong'],
  ] as const) {
    const check = { acceptor: settings, verify: true };
    await measure(
      `${name} password`,
      count / 50,
      () => void checkPassword('alice', Buffer.from(password), check),
    );
  }
}

const realm = await startRealm();
try {
  Object.assign(process.env, realm.serverEnvironment('leak'));
  await run(realm, Number(process.argv[2] ?? 100_000));
} finally {
  await realm.stop();
}
