import type { Host } from '../ruleset/ruleset.js';

/** What is known of a TLS connection. */
export interface TlsFacts {
  /** `TLSv1.2`, `TLSv1.3`. */
  readonly protocol: string;
  /** OpenSSL's name of the cipher suite. */
  readonly cipher: string;
  /** The name that the client asked for (SNI), as it wrote it. */
  readonly serverName: string | undefined;
  /** In hexadecimal digits. */
  readonly sessionId: string;
  readonly resumed: boolean;
  /** The server whose settings the connection began with. */
  readonly server: Host;
  readonly serverCertificate: CertificateFacts;
  /** The channel binding `tls-server-end-point` (RFC 5929) of the server's certificate, a byte string; `undefined`: there is none. */
  readonly endPoint: string | undefined;
  readonly client: ClientCertificateFacts | undefined;
}

/** The certificate that a client has shown, and what came of its verification. */
export interface ClientCertificateFacts {
  readonly certificate: CertificateFacts;
  /** Those between it and its authority, as far as the client has sent them, in PEM form. */
  readonly chain: readonly string[];
  /** How many certificates stand above it, up to the last that is known. */
  readonly depth: number;
  /** OpenSSL's word for what is wrong with it, such as `CERT_HAS_EXPIRED`. */
  readonly problem: string | undefined;
}

/** One attribute of a distinguished name. `entry` numbers the sets of attributes, which seldom have more than one. */
export interface NameAttribute {
  readonly entry: number;
  /** In dotted form. */
  readonly oid: string;
  /** The ASN.1 type of the value: its universal tag number. */
  readonly tag: number;
  /** The value's bytes, one code unit each. */
  readonly bytes: string;
}

export type DistinguishedName = readonly NameAttribute[];

/** A certificate (RFC 5280), taken apart. */
export interface CertificateFacts {
  /** 1 to 3. */
  readonly version: number;
  /** In hexadecimal digits, two for each byte. */
  readonly serial: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** OpenSSL's long names of the algorithms of signature and key. */
  readonly signatureAlgorithm: string;
  readonly keyAlgorithm: string;
  readonly pem: string;
  /** Texts of the subject's other names as UTF-8 bytes, by kind, in order. */
  readonly alternativeNames: Readonly<Record<AlternativeNameKind, readonly string[]>>;
  /** Extensions whose value is a plain text, by dotted form and OpenSSL's names of their kind. */
  readonly textExtensions: readonly { readonly names: readonly string[]; readonly text: string }[];
}

/** `upn` is Microsoft's user principal name, `srv` the service name of RFC 4985. */
export type AlternativeNameKind = 'email' | 'dns' | 'upn' | 'srv';

const noCertificate: CertificateFacts = Object.freeze({
  version: 3,
  serial: '00',
  notBefore: 0,
  notAfter: 0,
  subject: [],
  issuer: [],
  signatureAlgorithm: 'UNKNOWN',
  keyAlgorithm: 'UNKNOWN',
  pem: '',
  alternativeNames: { email: [], dns: [], upn: [], srv: [] },
  textExtensions: [],
});

/** A connection that is only supposed to be TLS, with nothing special about it. */
export function supposedTls(server: Host, serverName?: string): TlsFacts {
  return {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    serverName,
    sessionId: '',
    resumed: false,
    server,
    serverCertificate: noCertificate,
    endPoint: undefined,
    client: undefined,
  };
}
