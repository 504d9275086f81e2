import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate, opensslEnvironment, type Wanted } from './certificates.js';
import { runProgram } from './process.js';

const extensions = `
[local]
subjectAltName = DNS:localhost, DNS:a.test
[else]
subjectAltName = DNS:b.test
[wild]
subjectAltName = DNS:*.w.test, DNS:*.part*.test, DNS:w*.test
[address]
subjectAltName = IP:127.0.0.1
[numbers]
subjectAltName = DNS:127.0.0.1
[no-names]
basicConstraints = CA:false
[client-only]
subjectAltName = DNS:localhost
extendedKeyUsage = clientAuth
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
`;

/** Certificates of upstreams, below the same authorities as those of clients. */
const wanted: Readonly<Record<string, Wanted>> = {
  'up-lower': { subject: '/CN=Lower', issuer: 'between', section: 'ca' },
  'up-good': { subject: '/O=Test/CN=Good', issuer: 'ca', section: 'local' },
  'up-self': { subject: '/CN=localhost', issuer: 'up-self', section: 'local' },
  'up-else': { subject: '/CN=b.test', issuer: 'ca', section: 'else' },
  'up-wild': { subject: '/CN=*.c.test', issuer: 'ca', section: 'wild' },
  'up-address': { subject: '/O=Test', issuer: 'ca', section: 'address' },
  'up-numbers': { subject: '/CN=Numbers', issuer: 'ca', section: 'numbers' },
  'up-common': { subject: '/CN=first.test/CN=LocalHost', issuer: 'ca', section: 'no-names' },
  'up-plain': { subject: '/CN=localhost', issuer: 'ca', section: 'no-names' },
  'up-expired': { subject: '/CN=Expired', issuer: 'ca', section: 'local', days: -1 },
  'up-old-self': { subject: '/CN=localhost', issuer: 'up-old-self', section: 'local', days: -1 },
  'up-purpose': { subject: '/CN=Client', issuer: 'ca', section: 'client-only' },
  'up-stranger': { subject: '/CN=Stranger', issuer: 'other', section: 'local' },
  'up-far-purpose': { subject: '/CN=Far Client', issuer: 'other', section: 'client-only' },
  'up-deep': { subject: '/CN=Deep', issuer: 'between', section: 'local' },
  'up-deeper': { subject: '/CN=Deeper', issuer: 'up-lower', section: 'local' },
  'up-revoked': { subject: '/CN=Revoked', issuer: 'ca', section: 'local' },
};

/** Makes them in a folder that already has those of `makeCertificates`, and the files that configurations name. */
export function makeUpstreamCertificates(folder: string): void {
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('upstream.cnf'), extensions);
  for (const [name, each] of Object.entries(wanted)) makeCertificate(folder, name, each, 'upstream.cnf');
  makeFuture(folder);
  const put = (target: string, ...parts: readonly string[]): void =>
    writeFileSync(file(target), parts.map((part) => readFileSync(file(part), 'utf8')).join(''));
  put('up-deep-chain.pem', 'up-deep.pem', 'between.pem');
  put('up-deeper-chain.pem', 'up-deeper.pem', 'up-lower.pem', 'between.pem');
  for (const name of ['alice', 'bob', 'stranger']) writeOldKey(folder, name);
  put('machine-alice.pem', 'alice.pem', 'alice-old.key');
  put('machine-bob.pem', 'bob.pem', 'bob-old.key');
  put('machine-bob-chain.pem', 'bob-old.key', 'bob.pem', 'between.pem');
  put('machine-stranger.pem', 'stranger.pem', 'stranger-old.key');
  put('machine-two.pem', 'alice.pem', 'alice-old.key', 'bob.pem', 'bob-old.key');
  put('machine-wrong.pem', 'alice.pem', 'bob-old.key');
  put('machine-sealed.pem', 'a.pem', 'sealed.key');
  put('machine-new-form.pem', 'alice.pem', 'alice.key');
  mkdirSync(file('machine-folder'), { recursive: true });
  put('machine-folder/any-name', 'alice.pem', 'alice-old.key');
  revoke(folder);
}

/** Keys have an old form too. */
function writeOldKey(folder: string, name: string): void {
  const [from, to] = [join(folder, `${name}.key`), join(folder, `${name}-old.key`)];
  runProgram('openssl', ['pkey', '-in', from, '-traditional', '-out', to], opensslEnvironment);
}

/** One that is not valid yet: only `openssl ca` knows of dates. */
function makeFuture(folder: string): void {
  makeCertificate(
    folder,
    'up-future',
    { subject: '/CN=Future', issuer: 'ca', section: 'local' },
    'upstream.cnf',
  );
  const dates = ['-startdate', '20400101000000Z', '-enddate', '20410101000000Z'];
  const names = ['-in', join(folder, 'up-future.csr'), '-out', join(folder, 'up-future.pem')];
  const kinds = ['-extfile', join(folder, 'upstream.cnf'), '-extensions', 'local'];
  runProgram('openssl', [...authority(folder), ...dates, ...names, ...kinds], opensslEnvironment);
}

/** `up-revoked` and `revoked` are on the list of the root authority; the list of the other one is empty. */
function revoke(folder: string): void {
  const first = authority(folder);
  for (const name of ['up-revoked', 'revoked'])
    runProgram('openssl', [...first, '-revoke', join(folder, `${name}.pem`)], opensslEnvironment);
  runProgram('openssl', [...first, '-gencrl', '-out', join(folder, 'upstream-crl.pem')], opensslEnvironment);
}

function authority(folder: string): readonly string[] {
  const config = join(folder, 'authority.cnf');
  writeFileSync(
    config,
    `[ca]
default_ca = d
[d]
database = ${join(folder, 'authority-index')}
new_certs_dir = ${folder}
serial = ${join(folder, 'authority-serial')}
default_md = sha256
default_days = 30
default_crl_days = 30
policy = any
[any]
commonName = supplied
`,
  );
  writeFileSync(join(folder, 'authority-serial'), '7000\n', { flag: 'a' });
  writeFileSync(join(folder, 'authority-index'), '', { flag: 'a' });
  return [
    'ca',
    '-batch',
    '-config',
    config,
    '-cert',
    join(folder, 'ca.pem'),
    '-keyfile',
    join(folder, 'ca.key'),
  ];
}
