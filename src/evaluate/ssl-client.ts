import type { Exchange } from './exchange.js';
import type { ClientCertificateFacts, TlsFacts } from './tls-facts.js';

/** Where a connection keeps that a section has asked its client for a certificate. */
const askedKey = 'mod_ssl client asked';

/**
 * The client's certificate, where it was asked for: by the server when the connection began, or by a section since. Another one that the
 * client has shown, because some other section may ask for it, counts as none.
 */
export function clientOf({ connection }: Exchange): ClientCertificateFacts | undefined {
  const { tls, memory } = connection;
  if (!tls) return undefined;
  return isAsked(tls) || memory.has(askedKey) ? tls.client : undefined;
}

/** Whether the server asked when the connection began. */
const isAsked = ({ server }: TlsFacts): boolean => (server.mod_ssl.verifyClient ?? 'none') !== 'none';

/** From now on the certificate counts for all requests of the connection, as after httpd has negotiated anew. */
export function noteAsked({ connection }: Exchange): void {
  connection.memory.set(askedKey, true);
}

/** The texts of the client's extensions of a name: its dotted form or one of OpenSSL's names (`PeerExtList`). */
export function clientExtensions(name: string, exchange: Exchange): readonly string[] {
  const extensions = clientOf(exchange)?.certificate.textExtensions ?? [];
  return extensions.filter(({ names }) => names.includes(name)).map(({ text }) => text);
}

/** Whether the client has shown a certificate that counts. */
export function isVerified(exchange: Exchange): boolean {
  const client = clientOf(exchange);
  return client !== undefined && client.problem === undefined;
}

/** SSL_CLIENT_VERIFY. */
export function verificationText(exchange: Exchange): string {
  const client = clientOf(exchange);
  if (!client) return 'NONE';
  if (client.problem === undefined) return 'SUCCESS';
  const tls = exchange.connection.tls!;
  // With TLSv1.3, and after having negotiated anew, httpd sees the problem that it has let pass.
  if (isUnknownAuthority(client.problem) && tls.protocol !== 'TLSv1.3' && isAsked(tls)) return 'GENEROUS';
  return `FAILED:${problemTexts[client.problem] ?? client.problem}`;
}

/** What optional_no_ca accepts: a certificate whose authority is not known. */
export function isUnknownAuthority(problem: string): boolean {
  return unknownAuthority.has(problem);
}

const unknownAuthority: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** OpenSSL's texts for what may be wrong with a certificate. */
const problemTexts: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: 'unable to get issuer certificate',
  UNABLE_TO_GET_CRL: 'unable to get certificate CRL',
  CERT_SIGNATURE_FAILURE: 'certificate signature failure',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_HAS_EXPIRED: 'certificate has expired',
  CRL_HAS_EXPIRED: 'CRL has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed certificate in certificate chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unable to get local issuer certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unable to verify the first certificate',
  CERT_CHAIN_TOO_LONG: 'certificate chain too long',
  CERT_REVOKED: 'certificate revoked',
  INVALID_CA: 'invalid CA certificate',
  PATH_LENGTH_EXCEEDED: 'path length constraint exceeded',
  INVALID_PURPOSE: 'unsuitable certificate purpose',
  CERT_UNTRUSTED: 'certificate not trusted',
  CERT_REJECTED: 'certificate rejected',
};
