import type { DetailedPeerCertificate } from 'node:tls';

/** The certificates above one, as far as they are known. Nobody can make this long: OpenSSL takes a hundred certificates at most. */
export function issuersOf(leaf: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const issuers: DetailedPeerCertificate[] = [];
  for (let at = leaf; at.issuerCertificate && at.issuerCertificate !== at; ) {
    at = at.issuerCertificate;
    if (issuers.includes(at)) break;
    issuers.push(at);
  }
  return issuers;
}
