import type { ClientVerification, TlsProtocol } from './tls.js';

/**
 * What a server or a Proxy section says of TLS to upstreams (SSLProxy…); what a section leaves out is the server's, then httpd's
 * default. Paths are absolute.
 */
export interface SslProxy {
  readonly engine?: boolean;
  readonly protocols?: readonly TlsProtocol[];
  readonly cipherSuite?: string;
  /** Suites of TLSv1.3. */
  readonly cipherSuites?: string;
  readonly verify?: ClientVerification;
  readonly verifyDepth?: number;
  readonly caFile?: string;
  readonly caPath?: string;
  readonly crlFile?: string;
  readonly crlPath?: string;
  readonly crlCheck?: 'none' | 'leaf' | 'chain';
  /** The certificate and key that upstreams are shown, and the certificates above it. */
  readonly machineFile?: string;
  readonly machinePath?: string;
  readonly machineChainFile?: string;
  readonly checkExpiry?: boolean;
  readonly checkCommonName?: boolean;
  readonly checkName?: boolean;
}
