import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { attributeText } from '../evaluate/distinguished-name.js';
import { usualDepth } from '../evaluate/mod_ssl.js';
import { isUnknownAuthority } from '../evaluate/ssl-client.js';
import type { CertificateFacts } from '../evaluate/tls-facts.js';
import type { SslProxy } from '../ruleset/ssl-proxy.js';
import { issuersOf } from './certificate-chain.js';
import { certificateFacts } from './certificate-facts.js';

/** Why an upstream's certificate does not do, in words that say what to change; `undefined` if it does (`ssl_io_filter_handshake`). */
export function upstreamProblem(settings: SslProxy, socket: TLSSocket, name: string): string | undefined {
  const leaf = socket.getPeerCertificate(true);
  if (!leaf?.raw) return 'it has shown no certificate';
  const certificate = new X509Certificate(leaf.raw);
  return (
    authorityProblem(settings, socket, certificate, leaf) ??
    dateProblem(settings, certificate) ??
    nameProblem(settings, certificateFacts(certificate), name)
  );
}

function authorityProblem(
  settings: SslProxy,
  socket: TLSSocket,
  leaf: X509Certificate,
  details: DetailedPeerCertificate,
): string | undefined {
  const { verify = 'none', verifyDepth = usualDepth } = settings;
  if (verify === 'none') return undefined;
  const above = issuersOf(details).map(({ raw }) => new X509Certificate(raw));
  if (above.length > verifyDepth)
    return `${above.length} certificates stand above its own, more than SSLProxyVerifyDepth ${verifyDepth} allows`;
  const problem = socket.authorized ? undefined : String(socket.authorizationError);
  if (problem === undefined) return undefined;
  if (verify === 'optional_no_ca' && isUnknownAuthority(problem))
    return hiddenProblem(settings, [leaf, ...above]);
  return `its certificate cannot be verified (${problem}): see SSLProxyVerify and SSLProxyCACertificateFile`;
}

/** OpenSSL tells node only the last of several problems, so the others are looked for where the last one may pass. */
function hiddenProblem(settings: SslProxy, chain: readonly X509Certificate[]): string | undefined {
  const leaf = chain[0]!;
  if ((settings.crlCheck ?? 'none') !== 'none')
    return 'its authority is not known, so that no revocation list can be asked (SSLProxyCARevocationCheck)';
  if (leaf.keyUsage !== undefined && !leaf.keyUsage.some((purpose) => serverPurposes.has(purpose)))
    return 'its certificate is not meant for servers';
  if (chain.some((each) => !isTimely(each))) return 'one of its certificates is not valid today';
  if (!/@SECLEVEL=/.test(settings.cipherSuite ?? '') && chain.some(isWeak))
    return 'a key or signature in its certificates is too weak';
  return undefined;
}

/** Servers, and what browsers of old took for them. */
const serverPurposes = new Set(['1.3.6.1.5.5.7.3.1', '1.3.6.1.4.1.311.10.3.3', '2.16.840.1.113730.4.1']);

/** Below what OpenSSL calls level 2. */
function isWeak(certificate: X509Certificate): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  if ((type === 'rsa' || type === 'dsa') && (details?.modulusLength ?? 0) < 2048) return true;
  return /md[245]|sha1/i.test(certificateFacts(certificate).signatureAlgorithm);
}

function isTimely({ validFrom, validTo }: X509Certificate, now = Date.now()): boolean {
  return Date.parse(validFrom) <= now && now < Date.parse(validTo);
}

function dateProblem({ checkExpiry = true }: SslProxy, certificate: X509Certificate): string | undefined {
  if (!checkExpiry || isTimely(certificate)) return undefined;
  const { validFrom, validTo } = certificate;
  return `its certificate is valid from ${validFrom} to ${validTo} only (SSLProxyCheckPeerExpire)`;
}

const commonNameOid = '2.5.4.3';

function nameProblem(
  { checkName, checkCommonName }: SslProxy,
  certificate: CertificateFacts,
  name: string,
): string | undefined {
  const common = certificate.subject
    .filter(({ oid }) => oid === commonNameOid)
    .map((each) => attributeText(each));
  if (checkName !== false && (checkCommonName !== false || checkName === true)) {
    const names = [...certificate.alternativeNames.dns, ...common];
    if (names.some((each) => matches(each, name))) return undefined;
    return `its certificate is for ${shown(names)}, not for ${name} (SSLProxyCheckPeerName)`;
  }
  if (checkCommonName !== true || matches(common[0] ?? '', name)) return undefined;
  return `the common name of its certificate is ${shown(common)}, not ${name} (SSLProxyCheckPeerCN)`;
}

/** `*.` stands for one label, the first. */
function matches(pattern: string, name: string): boolean {
  const [wanted, asked] = [pattern.toLowerCase(), name.toLowerCase()];
  if (wanted === asked) return true;
  const dot = asked.indexOf('.');
  return wanted.startsWith('*.') && dot !== -1 && wanted.slice(1) === asked.slice(dot);
}

const mostShown = 5;

/** Names as the upstream wrote them, which may be anything. */
function shown(names: readonly string[]): string {
  const plain = [...new Set(names)].slice(0, mostShown).map((name) => JSON.stringify(name.slice(0, 255)));
  return plain.length === 0 ? 'no name' : plain.join(', ');
}
