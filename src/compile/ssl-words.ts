import type { ClientVerification, TlsProtocol } from '../ruleset/tls.js';

const allProtocols: readonly TlsProtocol[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** SSLProtocol: words without a sign start anew; SSLv2 and SSLv3 may only be taken away, and are not there. */
export function protocolsOf(words: readonly string[]): TlsProtocol[] {
  let chosen: readonly TlsProtocol[] = [];
  for (const word of words) {
    const name = word.replace(/^[+-]/, '').toLowerCase();
    const meant = name === 'all' ? allProtocols : allProtocols.filter((each) => each.toLowerCase() === name);
    if (word.startsWith('-')) chosen = chosen.filter((each) => !meant.includes(each));
    else if (word.startsWith('+'))
      chosen = allProtocols.filter((each) => chosen.includes(each) || meant.includes(each));
    else chosen = meant;
  }
  return [...chosen];
}

/** SSLVerifyClient and SSLProxyVerify. */
export function verificationOf(word: string): ClientVerification {
  const name = word.toLowerCase();
  if (name === 'off' || name === 'none') return 'none';
  if (name === 'on' || name === 'require') return 'require';
  return name === 'optional' ? 'optional' : 'optional_no_ca';
}
