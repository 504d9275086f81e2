import { constants, createHash, hkdfSync, type X509Certificate } from 'node:crypto';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { isUnknownAuthority } from '../evaluate/ssl-client.js';
import type { ServerSsl } from '../ruleset/mod_ssl.js';
import type { ConditionSection, Host, Section, Settings } from '../ruleset/ruleset.js';
import type { TlsProtocol } from '../ruleset/tls.js';
import { StartProblem } from './start-problem.js';
import {
  readAuthorities,
  readCertificates,
  readRevocations,
  readTicketKey,
  type ServerCertificate,
  ticketKeySize,
} from './tls-files.js';

/** What a server needs to speak TLS, read from its files. */
export interface TlsMaterial {
  readonly host: Host;
  /** The server's name in messages. */
  readonly name: string;
  readonly certificates: readonly ServerCertificate[];
  readonly authorities: readonly string[];
  readonly revocations: readonly string[];
  readonly ticketKey: Buffer | undefined;
  /** Whether clients are asked for certificates, by the server or by one of its sections. */
  readonly asksClients: boolean;
  readonly warnings: readonly string[];
}

/** Reads a server's certificates, keys and authorities; throws StartProblem. */
export function readMaterial(host: Host, name: string): TlsMaterial {
  const ssl = host.mod_ssl;
  if (ssl.protocols?.length === 0)
    throw new StartProblem(['AH02231: No SSL protocols available [hint: SSLProtocol]']);
  const certificates = readCertificates(ssl, name);
  const authorities = readAuthorities(ssl);
  const asksClients = asks(ssl.verifyClient) || hasAskingSection(host);
  return {
    host,
    name,
    certificates,
    authorities,
    revocations: readRevocations(ssl, name),
    ticketKey: ssl.ticketKeyFile === undefined ? undefined : readTicketKey(ssl.ticketKeyFile),
    asksClients,
    warnings: [
      ...certificates.flatMap(({ leaf }, at) => certificateWarnings(leaf, `${name}:${at}`, host)),
      ...(ssl.verifyClient === 'require' && authorities.length === 0
        ? [
            'AH01897: Init: Oops, you want to request client authentication, but no CAs are known for verification!?  [Hint: SSLCACertificate*]',
          ]
        : []),
    ],
  };
}

const asks = (mode: ServerSsl['verifyClient']): boolean => mode !== undefined && mode !== 'none';

function hasAskingSection(host: Host): boolean {
  const asking = ({ mod_ssl }: Settings): boolean => asks(mod_ssl?.verifyClient);
  const within = (section: Section | ConditionSection): boolean =>
    asking(section.settings) ||
    section.conditions.some(within) ||
    ('files' in section && section.files.some(within));
  const lists = [host.conditions, host.directories, host.directoryMatches, host.files, host.locations];
  return asking(host.base) || lists.some((list) => list.some(within));
}

function certificateWarnings(leaf: X509Certificate, id: string, { core }: Host): readonly string[] {
  const name = core.serverName?.name;
  const now = Date.now();
  return [
    ...(leaf.ca
      ? [`AH01906: ${id} server certificate is a CA certificate (BasicConstraints: CA == TRUE !?)`]
      : []),
    ...(name !== undefined && leaf.checkHost(name) === undefined
      ? [`AH01909: ${id} server certificate does NOT include an ID which matches the server name`]
      : []),
    ...(Date.parse(leaf.validTo) < now ? [`${id} server certificate has expired: ${leaf.validTo}`] : []),
    ...(Date.parse(leaf.validFrom) > now
      ? [`${id} server certificate is not valid yet: ${leaf.validFrom}`]
      : []),
  ];
}

/** The versions that this OpenSSL speaks, the oldest first. */
export const allProtocols: readonly TlsProtocol[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
/** Those that are spoken of several: from the newest down to the first that is missing, without holes (`ssl_init_ctx_protocol`). */
export function withoutHoles(wanted: readonly TlsProtocol[]): readonly [TlsProtocol, ...TlsProtocol[]] {
  const newest = wanted.at(-1)!;
  let first = allProtocols.indexOf(newest);
  while (first > 0 && wanted.includes(allProtocols[first - 1]!)) first -= 1;
  const [oldest = newest, ...newer] = allProtocols.slice(first, allProtocols.indexOf(newest) + 1);
  return [oldest, ...newer];
}

/** OpenSSL's options that leave one of them out. */
export const refusals: Readonly<Record<TlsProtocol, number>> = {
  TLSv1: constants.SSL_OP_NO_TLSv1,
  'TLSv1.1': constants.SSL_OP_NO_TLSv1_1,
  'TLSv1.2': constants.SSL_OP_NO_TLSv1_2,
  'TLSv1.3': constants.SSL_OP_NO_TLSv1_3,
};

/** What OpenSSL speaks of TLSv1.3 unless it is told otherwise. */
export const usualSuites = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

/** Like Debian's httpd, nothing weaker than what OpenSSL calls level 2; SSLCipherSuite may name another level. */
const usualCiphers = 'DEFAULT@SECLEVEL=2:!aNULL:!eNULL:!EXP';

/** The words of SSLCipherSuite as node's OpenSSL needs them: Debian's begins at level 2, that of node at 1. Some words count only as the first. */
export function cipherList(suite: string | undefined): string {
  if (suite === undefined) return usualCiphers;
  if (suite.startsWith('SUITEB')) return suite;
  const [, first = '', rest = ''] = /^(DEFAULT:?|)(.*)$/s.exec(suite) ?? [];
  return `${first && 'DEFAULT:'}@SECLEVEL=2:${rest}`;
}

/** node:tls's options for a server; throws StartProblem where OpenSSL refuses one. `protocols` are those of the server the address belongs to. */
function optionsOf(
  material: TlsMaterial,
  protocols: readonly TlsProtocol[] | undefined,
  sessionKey: Uint8Array,
): TlsOptions {
  const { host, certificates, authorities, revocations, ticketKey, asksClients } = material;
  const ssl = host.mod_ssl;
  const spoken = withoutHoles(ssl.protocols ?? protocols ?? allProtocols);
  // A session that is taken up tells nothing of the certificates above the client's.
  const noTickets = asksClients || ssl.sessionTickets === false;
  const secureOptions =
    allProtocols.filter((each) => !spoken.includes(each)).reduce((sum, each) => sum | refusals[each], 0) |
    constants.SSL_OP_NO_RENEGOTIATION |
    (noTickets ? constants.SSL_OP_NO_TICKET : 0);
  return {
    cert: certificates.map(({ chain }) => chain),
    key: certificates.map(({ key }) => key),
    ca: [...authorities],
    ...(revocations.length > 0 ? { crl: [...revocations] } : {}),
    minVersion: spoken[0],
    maxVersion: spoken.at(-1)!,
    secureOptions,
    ciphers: [ssl.cipherSuites ?? usualSuites, cipherList(ssl.cipherSuite)].join(':'),
    honorCipherOrder: ssl.honorCipherOrder ?? false,
    requestCert: asksClients,
    rejectUnauthorized: ssl.verifyClient === 'require',
    handshakeTimeout: host.core.timeout * 1000,
    sessionTimeout: ssl.sessionTimeout ?? 300,
    sessionIdContext: createHash('sha256').update(material.name).digest('hex').slice(0, 32),
    ticketKeys: ticketKey ?? sharedTicketKey(sessionKey, material.name),
    ALPNProtocols: ['http/1.1'],
  };
}

/** The same in all workers, so that each takes up the sessions of the others. */
function sharedTicketKey(sessionKey: Uint8Array, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionKey, name, 'TLS session tickets', ticketKeySize));
}

/** A TLS server that is handed its connections and hands them on once a client may use them. */
export function createTlsServer(
  material: TlsMaterial,
  protocols: readonly TlsProtocol[] | undefined,
  sessionKey: Uint8Array,
  use: (socket: TLSSocket) => void,
): Server {
  try {
    return createServer(optionsOf(material, protocols, sessionKey), use);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_SSL_NO_CIPHER_MATCH' || /cipher/i.test(message))
      throw new StartProblem(['AH01898: Unable to configure permitted SSL ciphers', message]);
    throw new StartProblem([
      `AH02572: Failed to configure at least one certificate and key for ${material.name}`,
      message,
    ]);
  }
}

/** Why a connection cannot go on with the certificate its client has shown; the server asked for it. */
export function clientProblem(
  { mod_ssl: { verifyClient = 'none', verifyDepth = 1 } }: Host,
  client: { readonly problem: string | undefined; readonly depth: number } | undefined,
): string | undefined {
  if (verifyClient === 'none' || !client) return undefined;
  if (client.depth > verifyDepth) return 'certificate chain too long';
  if (client.problem === undefined) return undefined;
  return verifyClient === 'optional_no_ca' && isUnknownAuthority(client.problem) ? undefined : client.problem;
}
