import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type LdapAnswer, ldapCode } from '../../src/evaluate/ldap-request.js';
import type { Answer, Need } from '../../src/evaluate/need.js';
import type { Program } from '../../src/evaluate/program.js';
import { supposedTls, type TlsFacts } from '../../src/evaluate/tls-facts.js';
import { certificateFacts } from '../../src/serve/certificate-facts.js';
import type { Certificates } from '../kit/certificates.js';
import type { RequestLine } from '../kit/fixture.js';

/** Numbers for ports, each its own; paths for the rest. */
export function placesIn(
  folder: string,
  files: string,
  certificates: () => Certificates,
): Readonly<Record<string, string>> {
  const known: Record<string, string> = {
    ROOT: join(folder, 'htdocs'),
    CGI: join(folder, 'cgi-bin'),
    FILES: files,
    SESSION_KEY: Buffer.alloc(32).toString('base64'),
  };
  return new Proxy(known, {
    get: (places, key) => {
      const name = String(key);
      if (places[name] !== undefined) return places[name];
      if (name.startsWith('TLS')) return certificates().placeholders[name];
      if (name.endsWith('AUTHORITY')) return certificates().placeholders.TLS_CA;
      if (/^PORT_.$/.test(name)) return String(8000 + name.charCodeAt(5) - 0x40);
      return /PORT|UPSTREAM|LDAP/.test(name) ? '8000' : join(folder, name);
    },
  });
}

/** Where a request line connects to. */
export function addressOf({ at }: RequestLine, places: Readonly<Record<string, string>>): [string, number] {
  const [address = '127.0.0.1', port] =
    at?.replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '').split(':') ?? [];
  return [address, Number(port ?? places.PORT)];
}

/** The TLS that a request line asks for (`sni=b.test cert=alice version=TLSv1.2`), as if every handshake succeeded. */
export function tlsOf(
  { tls }: RequestLine,
  program: Program,
  [address, port]: readonly [string, number],
  certificates: () => Certificates,
): TlsFacts | undefined {
  if (tls === undefined) return undefined;
  const words = new Map(tls.split(' ').map((word) => word.split('=', 2) as [string, string]));
  const name = words.get('sni');
  const { host } = program.servers.named(address, port, name?.toLowerCase());
  const client = words.get('cert');
  const shown = client === undefined ? undefined : certificates().client(client).cert;
  return {
    ...supposedTls(host),
    protocol: words.get('version') ?? 'TLSv1.3',
    cipher: words.get('ciphers') ?? 'TLS_AES_256_GCM_SHA384',
    serverName: name,
    sessionId: 'ab'.repeat(32),
    client: shown === undefined ? undefined : clientFacts(shown, client!),
  };
}

/** What the real server would find is left out: any client may be one whose certificate is not good. */
function clientFacts(pem: string, name: string): TlsFacts['client'] {
  const problem = { expired: 'CERT_HAS_EXPIRED', self: 'DEPTH_ZERO_SELF_SIGNED_CERT' }[name];
  return { certificate: certificateFacts(new X509Certificate(pem)), chain: [], depth: 1, problem };
}

/** Fixed answers to what would ask the network; `undefined` for needs that are answered otherwise. */
export function inventedAnswer(need: Need, credential: string): { readonly answer: Answer } | undefined {
  switch (need.need) {
    case 'ldap':
      return { answer: directoryAnswer(need.request) };
    case 'resolve':
      return { answer: need.direction === 'name' ? ['client.test'] : ['127.0.0.1'] };
    case 'open-session': {
      const user = 'alice@EXAMPLE.TEST';
      const session = {
        established: true,
        delegated: false,
        expiration: 4e9,
        user,
        gssName: user,
        ccacheName: '',
      };
      return { answer: credential.startsWith('session') ? session : undefined };
    }
    default:
      return undefined;
  }
}

/** Some users are there, and some comparisons hold, so that evaluation goes on in both ways. */
function directoryAnswer(request: Extract<Need, { need: 'ldap' }>['request']): LdapAnswer {
  if (request.ask === 'user') {
    const there = !/nobody|unknown/.test(request.filter);
    return there
      ? {
          code: ldapCode.success,
          reason: 'found',
          dn: 'uid=alice,ou=people,dc=example,dc=test',
          values: ['alice'],
        }
      : { code: ldapCode.noSuchObject, reason: 'User not found' };
  }
  const holds = JSON.stringify(request).length % 2 === 0;
  return { code: holds ? ldapCode.compareTrue : ldapCode.compareFalse, reason: 'compared' };
}
