import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './process.js';

/** Certificates of servers and clients, made anew for each run by openssl. */
export interface Certificates {
  readonly folder: string;
  /** Values of the placeholders in configurations, such as `{TLS_CERT}`. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** The certificate, with those behind it, and the key of a client, in PEM form. */
  client(name: string): { readonly cert: string; readonly key: string };
  /** The same as words for `openssl s_client`. */
  clientFiles(name: string): readonly string[];
}

const extensions = `
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[a]
subjectAltName = DNS:a.test, DNS:localhost, email:master@a.test, otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_https.a.test
[b]
subjectAltName = DNS:b.test
[alice]
subjectAltName = email:alice@a.test, DNS:alice.a.test, otherName:msUPN;UTF8:alice@UPN.TEST, email:al@b.test
extendedKeyUsage = clientAuth
nsComment = "a comment"
1.2.3.4.5 = ASN1:UTF8String:staff
[plain]
basicConstraints = CA:false
[server-only]
extendedKeyUsage = serverAuth
`;

/** A certificate to be made: `section` is that of the file of extensions. */
export interface Wanted {
  readonly subject: string;
  readonly issuer: string;
  readonly section: string;
  readonly days?: number;
  readonly rsa?: true;
}

const aliceSubject =
  '/C=CZ/ST=Bohemia/L=Praha/O=A, Inc./OU=One/OU=Two/title=Dr/initials=AL/GN=Alice/SN=Liddell/description=sharp \\"+ one/UID=alice/CN=Alice Liddell/emailAddress=alice@a.test';

/** By file name; those that sign come first. */
const wanted: Readonly<Record<string, Wanted>> = {
  ca: { subject: '/C=CZ/O=Test/CN=Root', issuer: 'ca', section: 'ca' },
  other: { subject: '/CN=Other Root', issuer: 'other', section: 'ca' },
  between: { subject: '/C=CZ/O=Test/CN=Between', issuer: 'ca', section: 'ca' },
  a: { subject: '/C=CZ/O=Test/OU=Servers/CN=a.test', issuer: 'ca', section: 'a', rsa: true },
  b: { subject: '/CN=b.test', issuer: 'ca', section: 'b' },
  alice: { subject: aliceSubject, issuer: 'ca', section: 'alice' },
  bob: { subject: '/O=Test/CN=Bob', issuer: 'between', section: 'plain' },
  carol: { subject: '/O=Test/CN=Žofie Čapková/OU= lead#/OU=#x', issuer: 'ca', section: 'plain', rsa: true },
  revoked: { subject: '/O=Test/CN=Revoked', issuer: 'ca', section: 'plain' },
  expired: { subject: '/O=Test/CN=Expired', issuer: 'ca', section: 'plain', days: -1 },
  stranger: { subject: '/O=Else/CN=Stranger', issuer: 'other', section: 'plain' },
  self: { subject: '/CN=Self', issuer: 'self', section: 'plain' },
  wrong: { subject: '/O=Test/CN=Wrong Purpose', issuer: 'ca', section: 'server-only' },
};

/** The environment of openssl. */
export const opensslEnvironment = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };

/** Makes all certificates in a folder. */
export function makeCertificates(folder: string): Certificates {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'extensions.cnf'), extensions);
  const file = (name: string): string => join(folder, name);
  for (const [name, each] of Object.entries(wanted)) makeCertificate(folder, name, each, 'extensions.cnf');
  concatenate(file('b-with-key.pem'), [file('b.pem'), file('ca.pem'), file('b.key')]);
  concatenate(file('bob-chain.pem'), [file('bob.pem'), file('between.pem')]);
  makeRevocations(folder);
  makeHashes(folder);
  writeFileSync(file('ticket.key'), Buffer.alloc(48, 7));
  runProgram(
    'openssl',
    ['pkey', '-in', file('a.key'), '-out', file('sealed.key'), '-aes128', '-passout', 'pass:x'],
    opensslEnvironment,
  );
  writeFileSync(file('broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  return {
    folder,
    placeholders: {
      TLS: folder,
      TLS_CA: file('ca.pem'),
      TLS_CERT: file('a.pem'),
      TLS_KEY: file('a.key'),
      TLS_CERT_B: file('b.pem'),
      TLS_KEY_B: file('b.key'),
    },
    client: (name) => {
      const chain = name === 'bob' ? 'bob-chain.pem' : `${name.replace('bob-alone', 'bob')}.pem`;
      const key = `${name.replace('bob-alone', 'bob')}.key`;
      return { cert: readFileSync(file(chain), 'utf8'), key: readFileSync(file(key), 'utf8') };
    },
    clientFiles: (name) => {
      const own = name.replace('bob-alone', 'bob');
      const behind = name === 'bob' ? ['-cert_chain', file('between.pem')] : [];
      return ['-cert', file(`${own}.pem`), '-key', file(`${own}.key`), ...behind];
    },
  };
}

function concatenate(target: string, parts: readonly string[]): void {
  writeFileSync(target, parts.map((part) => readFileSync(part, 'utf8')).join(''));
}

/** Makes a key and a certificate `name` with openssl; `extensionFile` is in the same folder. */
export function makeCertificate(
  folder: string,
  name: string,
  { subject, issuer, section, days = 30, rsa }: Wanted,
  extensionFile: string,
): void {
  const file = (ending: string): string => join(folder, `${name}.${ending}`);
  const algorithm = rsa
    ? ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048']
    : ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  runProgram('openssl', ['genpkey', '-algorithm', ...algorithm, '-out', file('key')], opensslEnvironment);
  chmodSync(file('key'), 0o600);
  const request = [
    'req',
    '-new',
    '-utf8',
    '-key',
    file('key'),
    '-subj',
    subject,
    '-out',
    file('csr'),
    '-config',
    '/dev/null',
  ];
  runProgram('openssl', request, opensslEnvironment);
  const signer =
    issuer === name
      ? ['-signkey', file('key')]
      : ['-CA', join(folder, `${issuer}.pem`), '-CAkey', join(folder, `${issuer}.key`), '-CAcreateserial'];
  const extensionWords = ['-extfile', join(folder, extensionFile), '-extensions', section];
  const sign = [
    'x509',
    '-req',
    '-in',
    file('csr'),
    ...signer,
    '-days',
    String(days),
    ...extensionWords,
    '-out',
    file('pem'),
  ];
  runProgram('openssl', sign, opensslEnvironment);
}

/** The list of the root authority, on which one certificate stands. */
function makeRevocations(folder: string): void {
  const file = (name: string): string => join(folder, name);
  const config = `[ca]\ndefault_ca = d\n[d]\ndatabase = ${file('index')}\ndefault_md = sha256\ndefault_crl_days = 30\n`;
  writeFileSync(file('revoke.cnf'), config);
  writeFileSync(file('index'), '');
  const ca = ['ca', '-config', file('revoke.cnf'), '-cert', file('ca.pem'), '-keyfile', file('ca.key')];
  runProgram('openssl', [...ca, '-revoke', file('revoked.pem')], opensslEnvironment);
  runProgram('openssl', [...ca, '-gencrl', '-out', file('crl.pem')], opensslEnvironment);
}

/** A folder of authorities by the hashes of their names, as SSLCACertificatePath wants it. */
function makeHashes(folder: string): void {
  const hashes = join(folder, 'hashes');
  mkdirSync(hashes, { recursive: true });
  const hash = runProgram(
    'openssl',
    ['x509', '-in', join(folder, 'ca.pem'), '-noout', '-hash'],
    opensslEnvironment,
  ).trim();
  symlinkSync('../ca.pem', join(hashes, `${hash}.0`));
  copyFileSync(join(folder, 'other.pem'), join(hashes, 'unused.pem'));
}
