import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endPointOf } from '../../src/serve/end-point.js';
import { headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { runProgram } from '../kit/process.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { Connection } from '../kit/request.js';
import { dropScratch, freePort, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { startTokens, type Tokens } from '../kit/tokens.js';

const folder = makeScratch('bindings');

/** How openssl makes each certificate, and the hash that RFC 5929 takes for it. */
const kinds: Readonly<
  Record<string, { readonly make: readonly string[]; readonly hash: string | undefined }>
> = {
  sha1: { make: ['-newkey', 'rsa:2048', '-sha1'], hash: 'sha256' },
  md5: { make: ['-newkey', 'rsa:2048', '-md5'], hash: 'sha256' },
  sha224: { make: ['-newkey', 'rsa:2048', '-sha224'], hash: 'sha224' },
  sha256: { make: ['-newkey', 'rsa:2048', '-sha256'], hash: 'sha256' },
  sha512: { make: ['-newkey', 'rsa:2048', '-sha512'], hash: 'sha512' },
  ecdsa: { make: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-sha384'], hash: 'sha384' },
  pss: { make: ['-newkey', 'rsa:2048', '-sha384', '-sigopt', 'rsa_padding_mode:pss'], hash: 'sha384' },
  'pss-sha1': { make: ['-newkey', 'rsa:2048', '-sha1', '-sigopt', 'rsa_padding_mode:pss'], hash: 'sha256' },
  ed25519: { make: ['-newkey', 'ed25519'], hash: undefined },
};

const file = (kind: string, part: 'crt' | 'key'): string => join(folder, `${kind}.${part}`);

function makeCertificate(kind: string): void {
  const files = ['-nodes', '-keyout', file(kind, 'key'), '-out', file(kind, 'crt')];
  const words = ['req', '-x509', ...kinds[kind]!.make, ...files, '-subj', `/CN=${kind}.test`, '-days', '2'];
  runProgram('/usr/bin/openssl', words, { PATH: '/usr/bin' });
}

/** What a client makes of the server's certificate by RFC 5929. */
function endPoint(kind: string, hash = kinds[kind]!.hash ?? 'sha256'): Buffer {
  const { raw } = new X509Certificate(readFileSync(file(kind, 'crt')));
  return Buffer.concat([Buffer.from('tls-server-end-point:'), createHash(hash).update(raw).digest()]);
}

let realm: Realm;
let tokens: Tokens;
let server: WebServer;
let tlsPort: number;

/** The hosts that are served; one has a certificate without a hash. */
const hosts = ['sha512', 'ecdsa', 'ed25519'];

function configuration(): string {
  const place = (path: string, more: string): string => `<Location /${path}>
  AuthType GSSAPI
  AuthName Bound
  GssapiCredStore keytab:${realm.keytab}
  GssapiBasicAuth On
  GssapiUseSessions On
  GssapiSessionKey file:${folder}/session.key
  Session On
  SessionCookieName login path=/
  Require valid-user
  ${more}
</Location>`;
  const kerb = (binding: string): string => `<Location /kerb-${binding}>
  AuthType Kerberos
  AuthName Bound
  Krb5Keytab ${realm.keytab}
  KrbServiceName Any
  Require valid-user
  KerbgateChannelBinding ${binding}
</Location>`;
  const host = (kind: string): string => `<VirtualHost *:${tlsPort}>
  ServerName ${kind}.test
  SSLEngine On
  SSLCertificateFile ${file(kind, 'crt')}
  SSLCertificateKeyFile ${file(kind, 'key')}
</VirtualHost>`;
  return [
    `Listen 127.0.0.1:${tlsPort}`,
    `DocumentRoot ${folder}`,
    'Header always set X-User expr=%{REMOTE_USER}',
    'Header always set X-Bound "%{KERBGATE_CHANNEL_BOUND}e"',
    place('off', ''),
    '<IfModule mod_kerbgate.c>',
    place('optional', 'KerbgateChannelBinding optional'),
    place('required', 'KerbgateChannelBinding required'),
    place('connection', 'KerbgateChannelBinding required\nGssapiConnectionBound On'),
    place('loose-connection', 'GssapiConnectionBound On'),
    place('optional-connection', 'KerbgateChannelBinding optional\nGssapiConnectionBound On'),
    ...['off', 'optional', 'required'].map((from) =>
      place(
        `from-${from}`,
        `KerbgateChannelBinding ${from}\nRewriteEngine On\nRewriteRule ^ /required/x [L]`,
      ),
    ),
    ...['off', 'optional', 'required'].map(kerb),
    '</IfModule>',
    ...hosts.map(host),
  ].join('\n');
}

beforeAll(async () => {
  for (const kind of Object.keys(kinds)) makeCertificate(kind);
  realm = await startRealm();
  tokens = startTokens(realm);
  tlsPort = await freePort();
  server = await startKerbgate({
    folder,
    environment: realm.serverEnvironment('kerbgate'),
    extraModules: ['ssl', 'auth_kerb'],
    configuration,
  });
});

afterAll(async () => {
  await tokens?.stop();
  await server?.stop();
  await realm?.stop();
  dropScratch(folder);
});

interface Sent {
  readonly bindings?: Buffer;
  readonly mechanism?: 'krb5' | 'spnego';
  readonly headers?: readonly (readonly [string, string])[];
  readonly plain?: true;
  readonly connection?: Connection;
}

const open = (host: string, plain = false): Promise<Connection> =>
  plain
    ? Connection.open(server.port)
    : Connection.open(tlsPort, '127.0.0.1', { servername: `${host}.test`, rejectUnauthorized: false });

/** Logs alice in, and tells what became of it. */
async function logIn(host: string, path: string, sent: Sent = {}) {
  const bindings = sent.bindings && { bindings: sent.bindings.toString('base64') };
  const { base64 } = await tokens.fresh('alice', { ...bindings, mechanism: sent.mechanism ?? 'spnego' });
  const authorization = ['Authorization', `Negotiate ${base64}`] as const;
  return ask(host, path, { ...sent, headers: sent.headers ?? [authorization] });
}

async function ask(host: string, path: string, sent: Sent) {
  const connection = sent.connection ?? (await open(host, sent.plain));
  const headers = [['Host', `${host}.test`] as const, ...(sent.headers ?? [])];
  const answer = await connection.send({ method: 'GET', target: `/${path}/x`, headers });
  if (!sent.connection) connection.close();
  return {
    // Nothing is there behind the login.
    status: answer.status,
    user: headerValues(answer, 'x-user')[0],
    bound: headerValues(answer, 'x-bound')[0],
    challenges: headerValues(answer, 'www-authenticate').map((value) => value.split(' ')[0]),
    cookies: headerValues(answer, 'set-cookie').map((value) => value.split(';')[0]!),
  };
}

describe('the end point of a certificate', () => {
  test.each(Object.entries(kinds))('%s', (kind, { hash }) => {
    const found = endPointOf(new X509Certificate(readFileSync(file(kind, 'crt'))));
    expect(found && Buffer.from(found, 'latin1').toString('hex')).toBe(
      hash === undefined ? undefined : endPoint(kind).toString('hex'),
    );
  });
});

const known = { status: 404, user: 'alice@EXAMPLE.TEST' };
const refused = { status: 401 };

describe.each(['sha512', 'ecdsa'])('behind the name %s', (host) => {
  const other = host === 'sha512' ? 'ecdsa' : 'sha512';

  test.each(['spnego', 'krb5'] as const)('with %s each place takes what it should', async (mechanism) => {
    const right = { mechanism, bindings: endPoint(host) };
    const wrong = { mechanism, bindings: endPoint(other) };
    expect(await logIn(host, 'required', right)).toMatchObject({ ...known, bound: '1' });
    expect(await logIn(host, 'required', wrong)).toMatchObject(refused);
    expect(await logIn(host, 'required', { mechanism })).toMatchObject(refused);
    expect(await logIn(host, 'optional', right)).toMatchObject({ ...known, bound: '1' });
    expect(await logIn(host, 'optional', wrong)).toMatchObject(refused);
    expect(await logIn(host, 'optional', { mechanism })).toMatchObject({ ...known, bound: '(null)' });
    expect(await logIn(host, 'off', wrong)).toMatchObject({ ...known, bound: '(null)' });
  });

  test('a hash that is not of the signature does not fit', async () => {
    expect(await logIn(host, 'required', { bindings: endPoint(host, 'sha256') })).toMatchObject(refused);
  });
});

test('a refused login gets the challenge and no token, and passwords are not offered', async () => {
  expect((await logIn('ecdsa', 'required')).challenges).toEqual(['Negotiate']);
  const basic = [['Authorization', `Basic ${btoa('alice:alice-pw')}`]] as const;
  expect(await ask('ecdsa', 'required', { headers: basic })).toMatchObject({
    ...refused,
    challenges: ['Negotiate'],
  });
  expect(await ask('ecdsa', 'optional', { headers: basic })).toMatchObject(known);
});

test('where nothing is defined for the certificate, required refuses and optional goes on', async () => {
  const bindings = endPoint('ed25519');
  expect(await logIn('ed25519', 'required', { bindings })).toMatchObject(refused);
  expect(await logIn('ed25519', 'optional', { bindings })).toMatchObject(known);
});

test('without TLS required refuses and optional goes on', async () => {
  expect(await logIn('main', 'required', { plain: true })).toMatchObject(refused);
  expect(await logIn('main', 'optional', { plain: true })).toMatchObject(known);
});

test('a session opens where its login belonged to its connection, if it must', async () => {
  const loose = await logIn('ecdsa', 'optional');
  const bound = await logIn('ecdsa', 'optional', { bindings: endPoint('ecdsa') });
  const resume = (path: string, { cookies }: { readonly cookies: readonly string[] }) =>
    ask('ecdsa', path, { headers: [['Cookie', cookies[0]!]] });
  expect(await resume('optional', loose)).toMatchObject(known);
  expect(await resume('required', loose)).toMatchObject(refused);
  expect(await resume('required', bound)).toMatchObject(known);
  expect(await resume('off', bound)).toMatchObject(known);
});

test('a ticket of another connection opens no place that compares, by way of one that does not', async () => {
  const stolen = { bindings: endPoint('sha512') };
  const { cookies } = await logIn('ecdsa', 'off', stolen);
  const headers = [['Cookie', cookies[0]!]] as const;
  expect(await ask('ecdsa', 'off', { headers })).toMatchObject(known);
  expect(await ask('ecdsa', 'optional', { headers })).toMatchObject(refused);
  const connection = await open('ecdsa');
  expect(await logIn('ecdsa', 'loose-connection', { ...stolen, connection })).toMatchObject(known);
  expect(await ask('ecdsa', 'optional-connection', { connection })).toMatchObject(refused);
  expect(await logIn('ecdsa', 'optional-connection', { connection })).toMatchObject(known);
  expect(await ask('ecdsa', 'optional-connection', { connection })).toMatchObject(known);
  connection.close();
});

test('what is redirected within the server comes with a login that belonged to its connection, if it must', async () => {
  const bindings = endPoint('ecdsa');
  expect(await logIn('ecdsa', 'from-off', { bindings })).toMatchObject(refused);
  expect(await logIn('ecdsa', 'from-optional')).toMatchObject(refused);
  expect(await logIn('ecdsa', 'from-optional', { bindings })).toMatchObject(known);
  expect(await logIn('ecdsa', 'from-required', { bindings })).toMatchObject(known);
});

test('AuthType Kerberos refuses tickets of other connections where they count, and everybody where they must', async () => {
  const [right, wrong] = [{ bindings: endPoint('ecdsa') }, { bindings: endPoint('sha512') }];
  expect(await logIn('ecdsa', 'kerb-off', wrong)).toMatchObject(known);
  expect(await logIn('ecdsa', 'kerb-optional', wrong)).toMatchObject(refused);
  expect(await logIn('ecdsa', 'kerb-optional', right)).toMatchObject(known);
  expect(await logIn('ecdsa', 'kerb-required', right)).toMatchObject({ status: 500 });
});

test('what a connection knows counts where its login belonged to it, if it must', async () => {
  const connection = await open('ecdsa');
  expect(await logIn('ecdsa', 'loose-connection', { connection })).toMatchObject(known);
  expect(await ask('ecdsa', 'loose-connection', { connection })).toMatchObject(known);
  expect(await ask('ecdsa', 'connection', { connection })).toMatchObject(refused);
  expect(await logIn('ecdsa', 'connection', { connection, bindings: endPoint('ecdsa') })).toMatchObject(
    known,
  );
  expect(await ask('ecdsa', 'connection', { connection })).toMatchObject(known);
  connection.close();
});
