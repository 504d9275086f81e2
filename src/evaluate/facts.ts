import type { TlsFacts } from './tls-facts.js';

/** What is known of the connection a request came on. Addresses are in text form, IPv4-mapped IPv6 already unmapped. */
export interface ConnectionFacts {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Present where the connection is TLS. */
  readonly tls?: TlsFacts;
  /** The client spoke plain HTTP where TLS is spoken. */
  readonly plainForTls?: true;
  /** Distinguishes connections within a process. */
  readonly id: number;
  /** What modules keep on a connection, such as mod_auth_kerb's last answer; lives as long as the connection. */
  readonly memory: Map<string, unknown>;
  /** Has something done when the connection has ended; at once where it has. */
  readonly atEnd?: (act: () => void) => void;
}

/**
 * A request as it came in. `fields` alternates names and values in wire order (node's rawHeaders), values as latin1 byte
 * strings. Nothing in evaluation looks at the body.
 */
export interface RequestFacts {
  readonly method: string;
  /** The request target as sent: origin form or absolute form (RFC 9112 §3.2). */
  readonly target: string;
  /** `1.0` or `1.1`. */
  readonly version: string;
  readonly fields: readonly string[];
  readonly connection: ConnectionFacts;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The lines that the recorder had written to the log when the request came in. */
  readonly writtenBefore?: number;
}
