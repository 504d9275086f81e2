import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { DerReader, tags } from '../authn/der.js';
import type { CertificateFacts, ClientCertificateFacts, TlsFacts } from '../evaluate/tls-facts.js';
import type { Host } from '../ruleset/ruleset.js';
import { issuersOf } from './certificate-chain.js';
import { certificateFacts } from './certificate-facts.js';
import { endPointOf } from './end-point.js';
import type { TlsMaterial } from './tls-server.js';

const known = new WeakMap<Socket, TlsFacts>();

/** What is known of a connection's TLS; `undefined` without. */
export function tlsFactsOf(socket: Socket): TlsFacts | undefined {
  return known.get(socket);
}

/** Notes what a handshake has brought. */
export function noteTls(socket: TLSSocket, material: TlsMaterial): TlsFacts {
  const facts = new SocketFacts(socket, material);
  known.set(socket, facts);
  return facts;
}

const plain = new WeakSet<Socket>();

/** Notes that a client spoke plain HTTP where TLS is spoken. */
export function notePlain(socket: Socket): void {
  plain.add(socket);
}

export function isPlainForTls(socket: Socket): boolean {
  return plain.has(socket);
}

/** Certificates of servers are taken apart once. */
const ownCertificates = new WeakMap<TlsMaterial, Map<string, CertificateFacts>>();

class SocketFacts implements TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly serverName: string | undefined;
  readonly resumed: boolean;
  readonly server: Host;
  readonly client: ClientCertificateFacts | undefined;
  readonly #socket: TLSSocket;
  readonly #material: TlsMaterial;
  #sessionId: string | undefined;

  constructor(socket: TLSSocket, material: TlsMaterial) {
    this.#socket = socket;
    this.#material = material;
    this.server = material.host;
    this.protocol = socket.getProtocol() ?? '';
    this.cipher = socket.getCipher()?.name ?? '';
    this.serverName = servernameOf(socket);
    this.resumed = socket.isSessionReused();
    this.client = material.asksClients ? clientFacts(socket, material) : undefined;
  }

  get sessionId(): string {
    this.#sessionId ??= sessionIdIn(this.#socket.getSession());
    return this.#sessionId;
  }

  get serverCertificate(): CertificateFacts {
    const first = this.#material.certificates[0]!.leaf;
    return ownFacts(this.#material, this.#socket.getX509Certificate() ?? first);
  }

  get endPoint(): string | undefined {
    const used = this.#socket.getX509Certificate();
    return used && endPointOf(used);
  }
}

function servernameOf(socket: TLSSocket): string | undefined {
  const { servername } = socket as { readonly servername?: string | false };
  return servername || undefined;
}

function ownFacts(material: TlsMaterial, certificate: X509Certificate): CertificateFacts {
  const facts = ownCertificates.get(material) ?? new Map<string, CertificateFacts>();
  ownCertificates.set(material, facts);
  const found = facts.get(certificate.fingerprint256) ?? certificateFacts(certificate);
  facts.set(certificate.fingerprint256, found);
  return found;
}

/** node:tls gives the chain as far as it is known; what is an authority's certificate was not sent for this. */
function clientFacts(socket: TLSSocket, material: TlsMaterial): ClientCertificateFacts | undefined {
  // getPeerX509Certificate would take the chain away.
  const leaf = socket.getPeerCertificate(true);
  if (!leaf?.raw) return undefined;
  const above = issuersOf(leaf);
  const authorities = authoritiesOf(material);
  return {
    certificate: certificateFacts(new X509Certificate(leaf.raw)),
    chain: above
      .filter(({ fingerprint256 }) => !authorities.has(fingerprint256))
      .map(({ raw }) => new X509Certificate(raw).toString()),
    depth: above.length,
    problem: socket.authorized ? undefined : problemOf(socket),
  };
}

const knownAuthorities = new WeakMap<TlsMaterial, ReadonlySet<string>>();

/** The fingerprints of a server's authorities, of which there may be many. */
function authoritiesOf(material: TlsMaterial): ReadonlySet<string> {
  const found =
    knownAuthorities.get(material) ??
    new Set(material.authorities.map((pem) => new X509Certificate(pem).fingerprint256));
  knownAuthorities.set(material, found);
  return found;
}

/** `authorizationError` is the code itself. */
function problemOf(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError;
  return typeof error === 'string' ? error : error instanceof Error ? error.message : 'UNSPECIFIED';
}

/** OpenSSL's form of a session: two numbers, the cipher, then the id. */
function sessionIdIn(session: Buffer | undefined): string {
  const outer = session && new DerReader(session).content(tags.sequence);
  if (!outer) return '';
  const reader = new DerReader(outer);
  reader.unsigned();
  reader.unsigned();
  reader.content(tags.octetString);
  const id = reader.content(tags.octetString);
  return id ? Buffer.from(id).toString('hex') : '';
}
