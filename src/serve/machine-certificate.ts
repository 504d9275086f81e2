import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileName } from '../content/file-looks.js';
import type { SslProxy } from '../ruleset/ssl-proxy.js';
import { StartProblem, systemErrorText } from './start-problem.js';
import { certificatesIn, readText } from './tls-files.js';

/** What upstreams are shown that ask for a certificate, and what counts as an authority because it stands beside it. */
export interface MachineCertificate {
  /** With those above it, in PEM form. */
  readonly chain: string | undefined;
  readonly key: string | undefined;
  readonly authorities: readonly string[];
  readonly warnings: readonly string[];
}

const block =
  /-----BEGIN ((?:TRUSTED |X509 )?CERTIFICATE|(?:[A-Z0-9]+ )*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;

interface Pair {
  certificate?: string;
  key?: string;
}

/** Reads what SSLProxyMachineCertificate… name; throws StartProblem in httpd's words. `place` is told in them. */
export function readMachineCertificate(settings: SslProxy, place: string): MachineCertificate {
  const { machineFile, machinePath, machineChainFile } = settings;
  const files = [...(machineFile === undefined ? [] : [machineFile]), ...filesIn(machinePath)];
  const texts = files.map((file) => readText(file, (why) => cannotRead(file, why)));
  const pairs = texts.flatMap(pairsIn);
  const lone = pairs.flatMap(({ certificate, key }) =>
    certificate !== undefined && key === undefined ? [certificate] : [],
  );
  const whole = pairs.filter(({ key }) => key !== undefined);
  if (whole.length > 1)
    throw new StartProblem([
      `SSLProxyMachineCertificateFile: ${files.join(', ')} of ${place} has ${whole.length} certificates with keys, and one is served`,
      'leave one there, and set others in the <Proxy> sections of their upstreams',
    ]);
  const [own] = whole;
  if (!own)
    return {
      chain: undefined,
      key: undefined,
      authorities: lone,
      warnings: nothingFound(files, place),
    };
  const leaf = checkPair(own, files, place);
  const above =
    machineChainFile === undefined
      ? []
      : certificatesIn(readText(machineChainFile, (why) => cannotRead(machineChainFile, why)));
  const authorities = [...lone, ...above];
  return {
    chain: [own.certificate, ...issuers(leaf, authorities)].join('\n'),
    key: own.key,
    authorities,
    warnings: [],
  };
}

function filesIn(folder: string | undefined): readonly string[] {
  if (folder === undefined) return [];
  try {
    return readdirSync(fileName(folder))
      .sort()
      .map((name) => join(folder, name))
      .filter((file) => !statSync(fileName(file)).isDirectory());
  } catch (error) {
    return cannotRead(folder, systemErrorText(error as NodeJS.ErrnoException));
  }
}

function cannotRead(file: string, why: string): never {
  throw new StartProblem([`SSLProxyMachineCertificateFile: ${file} cannot be read: ${why}`]);
}

/** Certificates and keys stand together in either order. */
function pairsIn(text: string): readonly Pair[] {
  const pairs: Pair[] = [];
  let pair: Pair = {};
  const begin = (): void => {
    pairs.push(pair);
    pair = {};
  };
  for (const [pem, kind = ''] of text.matchAll(block)) {
    if (kind.endsWith('CERTIFICATE')) {
      if (pair.certificate !== undefined) begin();
      pair.certificate = certificatesIn(pem)[0]!;
    } else {
      if (pair.key !== undefined) begin();
      pair.key = pem;
    }
  }
  if (pair.certificate !== undefined || pair.key !== undefined) begin();
  return pairs;
}

function nothingFound(files: readonly string[], place: string): readonly string[] {
  if (files.length === 0) return [];
  return [
    `AH02206: no client certs found for SSL proxy of ${place}: put the key of the certificate into ${files[0]}, behind it`,
  ];
}

function checkPair({ certificate, key }: Pair, files: readonly string[], place: string): X509Certificate {
  const incomplete = (): never => {
    throw new StartProblem([
      `AH02252: incomplete client cert configured for SSL proxy (missing or encrypted private key?) of ${place}`,
      `see ${files.join(', ')}: nobody is asked for a pass phrase`,
    ]);
  };
  if (certificate === undefined || key === undefined || /ENCRYPTED/.test(key)) return incomplete();
  try {
    const leaf = new X509Certificate(certificate);
    if (leaf.checkPrivateKey(createPrivateKey(key))) return leaf;
  } catch {
    return incomplete();
  }
  throw new StartProblem([
    `AH02326: proxy client certificate and private key do not match of ${place}`,
    `see ${files.join(', ')}`,
  ]);
}

/** The certificates above one, as far as they stand beside it; none twice. */
function issuers(leaf: X509Certificate, authorities: readonly string[]): readonly string[] {
  const known = authorities.map((pem) => ({ pem, certificate: new X509Certificate(pem) }));
  const found: string[] = [];
  for (let at = leaf; ; ) {
    const next = known.find(({ pem, certificate }) => !found.includes(pem) && at.checkIssued(certificate));
    if (!next || next.certificate.fingerprint256 === at.fingerprint256) return found;
    found.push(next.pem);
    at = next.certificate;
  }
}
