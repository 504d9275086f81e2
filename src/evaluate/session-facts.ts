/**
 * How the login of a session came about, as far as a place may demand it. It is sealed into the cookie where mod_auth_gssapi keeps a
 * field that it never fills, so both open it; a session that Apache made has none.
 */
export interface SessionLogin {
  readonly scheme: 'Negotiate' | 'Basic';
  /** Dotted OID. */
  readonly mechanism: string;
  /** Whether it came over TLS, and whether its ticket belonged to that very connection. */
  readonly tls: boolean;
  readonly bound: boolean;
  /** Whether a ticket of another connection would have been refused; a password has nothing to compare. */
  readonly compared: boolean;
  /** Whether the user was mapped to a local name. */
  readonly localName: boolean;
  /** The demands on the name's attributes that were met; empty: none. Opened, it is what was asked about, or empty. */
  readonly attributes: string;
}

/** A session of mod_auth_gssapi, as its cookie holds it. Times are seconds since 1970. */
export interface SessionFacts {
  readonly established: boolean;
  readonly delegated: boolean;
  readonly expiration: number;
  readonly user: string;
  readonly gssName: string;
  readonly ccacheName: string;
  /** Absent where mod_auth_gssapi made the session. */
  readonly login?: SessionLogin;
}
