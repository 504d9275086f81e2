import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileName } from '../content/file-looks.js';
import type { ServerSsl } from '../ruleset/mod_ssl.js';
import { StartProblem, systemErrorText } from './start-problem.js';

/** A certificate of the server with its key, and what is sent along. */
export interface ServerCertificate {
  readonly file: string;
  readonly leaf: X509Certificate;
  /** The certificate and those behind it, in PEM form. */
  readonly chain: string;
  readonly key: string;
}

const certificatePem =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;
const keyPem = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\s\S]*?-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const crlPem = /-----BEGIN X509 CRL-----[\s\S]*?-----END X509 CRL-----/g;

/** Reads a server's certificates and keys; `server` names it in messages. Throws StartProblem in httpd's words. */
export function readCertificates(ssl: ServerSsl, server: string): readonly ServerCertificate[] {
  if (ssl.certificateFiles.length === 0)
    throw new StartProblem([
      `AH02572: Failed to configure at least one certificate and key for ${server}`,
      'write SSLCertificateFile and SSLCertificateKeyFile',
    ]);
  return ssl.certificateFiles.map((file, index) => {
    const id = `${server}:${index}`;
    const keyFile = ssl.keyFiles[index] ?? file;
    const { leaf, chain } = readChain(ssl, file, id);
    const { key, pem } = readKey(keyFile, id);
    if (!leaf.checkPrivateKey(key))
      throw new StartProblem([
        `AH02565: Certificate and private key ${id} from ${file} and ${keyFile} do not match`,
      ]);
    return { file, leaf, chain, key: pem };
  });
}

function readChain(ssl: ServerSsl, file: string, id: string): { leaf: X509Certificate; chain: string } {
  const fail = (why: string): never => {
    const kind = ssl.chainFile === undefined ? ' (with chain),' : ',';
    const code = ssl.chainFile === undefined ? 'AH02562' : 'AH02561';
    throw new StartProblem([`${code}: Failed to configure certificate ${id}${kind} check ${file}`, why]);
  };
  const pems = certificatesIn(readText(file, fail));
  const leaf =
    pems[0] === undefined ? fail('there is no certificate in PEM form in it') : parse(pems[0], fail);
  const behind = ssl.chainFile === undefined ? pems.slice(1) : certificatesIn(readText(ssl.chainFile, fail));
  for (const pem of behind) parse(pem, fail);
  return { leaf, chain: [pems[0], ...behind].join('\n') };
}

function parse(pem: string, fail: (why: string) => never): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    return fail((error as Error).message);
  }
}

function readKey(file: string, id: string): { key: KeyObject; pem: string } {
  const fail = (why: string): never => {
    throw new StartProblem([
      `AH02564: Failed to configure encrypted (?) private key ${id}, check ${file}`,
      why,
    ]);
  };
  const pem = keyPem.exec(readText(file, fail))?.[0];
  if (pem === undefined) return fail('there is no private key in PEM form in it');
  if (/ENCRYPTED/.test(pem))
    return fail(
      'the key has a pass phrase, and nobody is asked for one: write a file without (openssl pkey)',
    );
  try {
    return { key: createPrivateKey(pem), pem };
  } catch (error) {
    return fail((error as Error).message);
  }
}

/** Reads a file as bytes of latin1; `fail` is told why it cannot be. */
export function readText(file: string, fail: (why: string) => never): string {
  try {
    return readFileSync(fileName(file), 'latin1');
  } catch (error) {
    return fail(systemErrorText(error as NodeJS.ErrnoException));
  }
}

/** The certificates in a text, in PEM form. */
export const certificatesIn = (text: string): readonly string[] =>
  [...text.matchAll(certificatePem)].map(([pem]) => pem.replaceAll(/(?:TRUSTED|X509) CERT/g, 'CERT'));

/** The authorities whose certificates of clients count, in PEM form. */
export function readAuthorities(ssl: Pick<ServerSsl, 'caFile' | 'caPath'>): readonly string[] {
  const fail = (why: string): never => {
    throw new StartProblem([
      'AH01895: Unable to configure verify locations for client authentication',
      `${ssl.caFile ?? ssl.caPath}: ${why}`,
    ]);
  };
  const found = textsOf(ssl.caFile, ssl.caPath, fail).flatMap(certificatesIn);
  for (const pem of found) parse(pem, fail);
  if (found.length === 0 && (ssl.caFile !== undefined || ssl.caPath !== undefined))
    throw new StartProblem([
      'AH01896: Unable to determine list of acceptable CA certificates for client authentication',
    ]);
  return found;
}

/** Lists of certificates that do not count any more, in PEM form, if they are to be looked at. */
export function readRevocations(
  ssl: Pick<ServerSsl, 'crlCheck' | 'crlFile' | 'crlPath'>,
  server: string,
  directives = 'SSL',
): readonly string[] {
  const check = ssl.crlCheck ?? 'none';
  const { crlFile, crlPath } = ssl;
  if (check === 'none') return [];
  if (crlFile === undefined && crlPath === undefined)
    throw new StartProblem([
      `AH01899: Host ${server}: CRL checking has been enabled, but neither ${directives}CARevocationFile nor ${directives}CARevocationPath is configured`,
    ]);
  return textsOf(crlFile, crlPath, (why) => {
    throw new StartProblem([
      `AH01901: Host ${server}: unable to configure X.509 CRL storage for certificate revocation`,
      `${crlFile ?? crlPath}: ${why}`,
    ]);
  }).flatMap((text) => [...text.matchAll(crlPem)].map(([pem]) => pem));
}

/** What OpenSSL finds in a folder are files named by the hash of a name. */
const hashed = /^[0-9a-f]{8}\.r?\d+$/;

function textsOf(
  file: string | undefined,
  folder: string | undefined,
  fail: (why: string) => never,
): readonly string[] {
  const texts = file === undefined ? [] : [readText(file, fail)];
  if (folder === undefined) return texts;
  let names: readonly string[];
  try {
    names = readdirSync(fileName(folder));
  } catch (error) {
    return fail(systemErrorText(error as NodeJS.ErrnoException));
  }
  return [
    ...texts,
    ...names.filter((name) => hashed.test(name)).map((name) => readText(join(folder, name), fail)),
  ];
}

/** The 48 bytes of SSLSessionTicketKeyFile. */
export function readTicketKey(file: string): Buffer {
  const bytes = Buffer.from(
    readText(file, (why) => {
      throw new StartProblem([`AH02286: Failed to open ticket key file ${file}: ${why}`]);
    }),
    'latin1',
  );
  if (bytes.length < ticketKeySize)
    throw new StartProblem([`AH02287: Failed to read ${ticketKeySize} bytes from ${file}`]);
  return bytes.subarray(0, ticketKeySize);
}

export const ticketKeySize = 48;
