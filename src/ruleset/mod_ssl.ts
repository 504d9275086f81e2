import type { Origins } from './origin.js';
import type { SslProxy } from './ssl-proxy.js';
import type { Condition } from './text.js';
import type { ClientVerification, TlsProtocol } from './tls.js';

export type SslOption =
  | 'StdEnvVars'
  | 'ExportCertData'
  | 'FakeBasicAuth'
  | 'StrictRequire'
  | 'OptRenegotiate'
  | 'LegacyDNStringFormat';

/** What the SSLOptions lines of a section add up to. */
export interface SslOptionsSetting {
  readonly options: readonly SslOption[];
  readonly add: readonly SslOption[];
  readonly remove: readonly SslOption[];
  /** Whether they change those of the section around it, because all have signs. */
  readonly relative: boolean;
}

/** Per-directory settings of mod_ssl. */
export interface SslSettings {
  readonly options?: SslOptionsSetting;
  readonly verifyClient?: ClientVerification;
  readonly verifyDepth?: number;
  /** The variable whose value becomes the user (SSLUserName). */
  readonly userName?: string;
  readonly requireSsl?: true;
  /** SSLRequire; all of them must hold. */
  readonly requirements?: readonly Condition[];
  /** In Proxy sections: TLS to the upstreams they cover. The last section that says anything of mod_ssl has one, be it empty. */
  readonly proxy?: SslProxy;
  readonly from?: Origins;
}

/** One server's settings of mod_ssl; absent ones are those of the server around it, then httpd's defaults. Paths are absolute. */
export interface ServerSsl {
  readonly engine?: boolean;
  /** PEM files; their keys are in `keyFiles` at the same place, or in the file itself. */
  readonly certificateFiles: readonly string[];
  readonly keyFiles: readonly string[];
  readonly chainFile?: string;
  readonly caFile?: string;
  readonly caPath?: string;
  /** Whose names clients were to be told; only compared with those of other servers. */
  readonly caNamesFile?: string;
  readonly caNamesPath?: string;
  readonly crlFile?: string;
  readonly crlPath?: string;
  readonly crlCheck?: 'none' | 'leaf' | 'chain';
  readonly protocols?: readonly TlsProtocol[];
  readonly cipherSuite?: string;
  /** Suites of TLSv1.3. */
  readonly cipherSuites?: string;
  readonly honorCipherOrder?: boolean;
  readonly verifyClient?: ClientVerification;
  readonly verifyDepth?: number;
  readonly sessionTickets?: boolean;
  readonly ticketKeyFile?: string;
  /** Seconds. */
  readonly sessionTimeout?: number;
  readonly strictSni?: boolean;
  readonly sniPolicy?: 'strict' | 'secure' | 'authonly' | 'insecure';
  /** TLS to upstreams outside Proxy sections. */
  readonly proxy?: SslProxy;
}
