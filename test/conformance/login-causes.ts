import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { runProgram } from '../kit/process.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { sendOnce } from '../kit/request.js';
import { freePort } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site, startSite } from '../kit/site.js';
import { startTokens } from '../kit/tokens.js';

/** What a client may send, by name: values of Authorization. */
type Credentials = Readonly<Record<string, string>>;

/** A request that is to be refused. */
export interface Cause {
  readonly path: string;
  /** By the names of `makeCredentials`; none when absent. */
  readonly credential?: string;
  readonly server?: 'usual' | 'strict';
}

const protocolOids = {
  spnego: '06062b0601050502',
  ntlm: '060a2b06010401823702020a',
} as const;

const ntlmMessage = 'NTLMSSP\0\x01\0\0\0\x07\x82\x08\xa2'.padEnd(40, '\0');

/** SPNEGO's first token (RFC 4178 §4.2.1) that offers NTLM alone. */
function spnegoWithNtlm(): string {
  const wrap = (tag: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([tag, content.length]), content]);
  const mechanisms = wrap(0xa0, wrap(0x30, Buffer.from(protocolOids.ntlm, 'hex')));
  const token = wrap(0xa2, wrap(0x04, Buffer.from(ntlmMessage, 'latin1')));
  const init = wrap(0xa0, wrap(0x30, Buffer.concat([mechanisms, token])));
  return wrap(0x60, Buffer.concat([Buffer.from(protocolOids.spnego, 'hex'), init])).toString('base64');
}

const negotiate = (base64: string): string => `Negotiate ${base64}`;
const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

/** A cache's time offset (tag 1 of the head of format 4) makes its client's clock go wrong by that many seconds. */
function skew(cache: string, seconds: number): void {
  const path = cache.replace(/^FILE:/, '');
  const bytes = readFileSync(path);
  const length = bytes.readUInt16BE(2);
  const offset = Buffer.alloc(12);
  offset.writeUInt16BE(1, 0);
  offset.writeUInt16BE(8, 2);
  offset.writeInt32BE(seconds, 4);
  const head = Buffer.from([5, 4, 0, offset.length]);
  writeFileSync(path, Buffer.concat([head, offset, bytes.subarray(4 + length)]));
}

/** Makes every credential; afterwards the key of HTTP/elsewhere has been changed, and the short ticket has ended. */
async function makeCredentials(site: Site, other: Realm): Promise<Credentials> {
  const { realm, tokens } = site;
  const fresh = async (user: string, service?: string): Promise<string> =>
    negotiate((await tokens.fresh(user, service === undefined ? {} : { service })).base64);
  const old = await fresh('alice', 'HTTP@elsewhere');
  realm.writeKeytab('raised.keytab', 'HTTP/elsewhere');
  const foreign = startTokens(other);
  const elsewhere = negotiate((await foreign.fresh('alice')).base64);
  await foreign.stop();
  const expiring = await expiringTokens(realm);
  const skewed = await skewedTokens(realm);
  // The strict server's clock may differ by a second.
  const ended = delay((expiring.life + 2) * 1000);
  const made = {
    first: await fresh('alice'),
    second: await fresh('alice'),
    third: await fresh('alice'),
    fourth: await fresh('alice'),
    fifth: await fresh('alice'),
    old,
    raised: await fresh('bob', 'HTTP@elsewhere'),
    foreign: elsewhere,
    skewed: skewed[0],
    skewedAgain: skewed[1],
    expired: expiring.pair[0],
    expiredAgain: expiring.pair[1],
    ntlm: negotiate(btoa(ntlmMessage)),
    spnegoNtlm: negotiate(spnegoWithNtlm()),
    garbage: negotiate(btoa('what a client should not send')),
    late: basic('late', 'late-pw'),
    locked: basic('locked', 'locked-pw'),
    gone: basic('gone', 'gone-pw'),
    stale: basic('stale', 'stale-pw'),
    hardware: basic('hardware', 'hardware-pw'),
    composed: basic('odd/one', 'odd-pw'),
    nowhere: basic('alice@NOWHERE.TEST', 'guessed-secret'),
    iakerb: negotiate((await tokens.fresh('alice', { mechanism: 'iakerb', password: 'alice-pw' })).base64),
    nothing: '',
    bareNegotiate: 'Negotiate',
    bareBasic: 'Basic',
    brokenBasic: 'Basic !!!!',
    brokenNegotiate: 'Negotiate !!!!',
    nameless: basic('', 'guessed-secret'),
    bearer: 'Bearer of-something',
    digest: 'Digest username="alice"',
    right: basic('alice', 'alice-pw'),
    wrong: basic('alice', 'guessed-secret'),
    unknown: basic('nobody-there', 'guessed-secret'),
    empty: basic('alice', ''),
  };
  await ended;
  return made;
}

/** One for each module: a token that is refused for its time counts as one that has been seen. */
type Pair = readonly [gssapi: string, kerb: string];

async function tokensFrom(realm: Realm, cache: string): Promise<Pair> {
  const tokens = startTokens({ ...realm, kinit: () => cache });
  const fresh = async (): Promise<string> => negotiate((await tokens.fresh('alice')).base64);
  try {
    return [await fresh(), await fresh()];
  } finally {
    await tokens.stop();
  }
}

/** The ticket is fetched before the clock goes wrong, since the KDC would refuse to give one. */
async function skewedTokens(realm: Realm): Promise<Pair> {
  const cache = realm.kinit('alice');
  runProgram('kvno', ['-c', cache, 'HTTP/localhost'], realm.clientEnvironment);
  skew(cache, 3600);
  return tokensFrom(realm, cache);
}

/** Seconds; more where the machine is too busy to make a token meanwhile. */
const lives = [2, 8, 32] as const;

/** Tokens whose ticket is about to end, and the seconds until it has. */
async function expiringTokens(realm: Realm): Promise<{ readonly pair: Pair; readonly life: number }> {
  for (const life of lives) {
    const cache = `FILE:${join(realm.folder, `short-${life}`)}`;
    runProgram('kinit', ['-l', `${life}s`, '-c', cache, 'alice'], realm.clientEnvironment, 'alice-pw\n');
    const pair = await tokensFrom(realm, cache).catch(() => undefined);
    if (pair !== undefined) return { pair, life };
  }
  throw new Error('no ticket lives long enough for a token');
}

/** The realm's krb5.conf without its KDC, and with clocks that may differ by one second. */
async function strictConfiguration(realm: Realm): Promise<string> {
  const path = realm.configurationFor(await freePort());
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('[libdefaults]\n', '[libdefaults]\n  clockskew = 1\n'));
  return path;
}

/** What became of a request. */
export interface Told {
  readonly status: number;
  readonly answer: Answer;
  /** The lines of the error log that tell of it, without the mark in front. */
  readonly lines: readonly string[];
}

/**
 * Provokes each cause in turn and gives what came of it. The error log's form must begin with `%{X-Cause}i`. There are two servers on the
 * configuration: the strict one has a krb5.conf whose clocks may differ by one second only, and whose KDC is not there.
 */
export async function provoke(configuration: string, causes: readonly Cause[]): Promise<readonly Told[]> {
  const site = await startSite();
  const other = await startRealm({ name: 'OTHER.TEST' });
  try {
    const { realm } = site;
    const groups = join(site.folder, 'groups');
    const unreadable = realm.writeWrongKeytab('unreadable.keytab', 'HTTP/localhost');
    chmodSync(unreadable, 0);
    realm.addPrincipal('+needchange late', 'late-pw');
    realm.addPrincipal('-allow_tix locked', 'locked-pw');
    realm.addPrincipal('-expire 2001-01-01 gone', 'gone-pw');
    realm.addPrincipal('-pwexpire 2001-01-01 stale', 'stale-pw');
    realm.addPrincipal('+requires_hwauth hardware', 'hardware-pw');
    realm.addPrincipal('odd/one', 'odd-pw');
    realm.addPrincipal('-allow_tgs_req HTTP/strict');
    realm.addPrincipal('-expire 2001-01-01 HTTP/ended');
    writeFileSync(groups, 'staff: bob@EXAMPLE.TEST\n');
    const credentials = await makeCredentials(site, other);
    const filled = fillPlaceholders(configuration, {
      EMPTY: makeEmpty(site),
      ...site.placeholders,
      RAISED_KEYTAB: join(realm.folder, 'raised.keytab'),
      UNKNOWN_KEYTAB: realm.writeWrongKeytab('unknown.keytab', 'HTTP/nowhere'),
      STRICT_KEYTAB: realm.writeKeytab('strict.keytab', 'HTTP/strict'),
      ENDED_KEYTAB: realm.writeKeytab('ended.keytab', 'HTTP/ended'),
      GROUPS: groups,
      UNREADABLE_KEYTAB: unreadable,
    });
    const strict = { KRB5_CONFIG: await strictConfiguration(site.realm) };
    const usual = await throughServer(site, 'usual', {}, filled, causes, credentials);
    const others = await throughServer(site, 'strict', strict, filled, causes, credentials);
    return causes.map((_, at) => (usual[at] ?? others[at])!);
  } finally {
    await other.stop();
    await site.stop();
  }
}

/** Lines are looked for once the server has ended: all are written then. */
async function throughServer(
  site: Site,
  name: 'usual' | 'strict',
  environment: Readonly<Record<string, string>>,
  configuration: string,
  causes: readonly Cause[],
  credentials: Credentials,
): Promise<readonly (Told | undefined)[]> {
  const server = await startKerbgate({
    folder: site.folder,
    environment: { ...site.realm.serverEnvironment(name), ...environment },
    extraModules: ['auth_kerb'],
    configuration: () => configuration,
  });
  const answers: (Answer | undefined)[] = [];
  try {
    for (const [at, cause] of causes.entries())
      answers.push(
        (cause.server ?? 'usual') === name ? await send(server, at, cause, credentials) : undefined,
      );
  } finally {
    await server.stop();
  }
  const log = server.log().split('\n');
  return answers.map((answer, at) => {
    const mark = `${at}: `;
    const lines = log.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
    return answer && { status: answer.status, answer, lines };
  });
}

async function send(server: WebServer, at: number, cause: Cause, credentials: Credentials): Promise<Answer> {
  const value = cause.credential === undefined ? undefined : credentials[cause.credential];
  if (cause.credential !== undefined && value === undefined)
    throw new Error(`there is no credential ${cause.credential}`);
  const headers: (readonly [string, string])[] = [['X-Cause', `${at}:`]];
  if (value !== undefined) headers.push(['Authorization', value]);
  return sendOnce(server.port, { method: 'GET', target: cause.path, headers });
}

/** A folder without pages: who is let in gets 404. */
function makeEmpty({ folder }: Site): string {
  const path = join(folder, 'empty');
  mkdirSync(path, { recursive: true });
  return path;
}
