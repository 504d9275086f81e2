/** What an acceptor credential is made from; equal values share one credential. */
export interface AcceptorSettings {
  /**
   * Credential store elements (RFC 5588 extension of MIT krb5): `keytab`, `client_keytab`, `ccache`, `rcache`. Empty: the
   * process's defaults (KRB5_KTNAME).
   */
  readonly store: Readonly<Record<string, string>>;
  /** A host-based service name `HTTP@host`; absent: any key of the keytab. */
  readonly name?: string;
  /** A full Kerberos principal `HTTP/host@REALM`, instead of `name`. */
  readonly principal?: string;
  /** Mechanisms that may be used, by OID in dotted form; krb5 is always wrapped by SPNEGO too. */
  readonly mechanisms: readonly string[];
  /** Also for acting in the users' names (S4U2Proxy): may ask the KDC for tickets of the service's own. */
  readonly both?: boolean;
  /** Application data of the connection's channel binding (RFC 5056), a byte string; absent: tokens bound to any channel are taken. */
  readonly bindings?: string;
  /** What to find out beyond the initiator's name. */
  readonly wants: {
    readonly localName: boolean;
    readonly delegated: boolean;
    readonly attributes?: boolean;
  };
}

/** The mechanism's own words for a failure (RFC 2743 §1.2.1). Never holds key or password material. */
export interface GssFailure {
  readonly major: number;
  readonly minor: number;
  readonly text: string;
  /** Which GSS-API call failed, such as `gss_accept_sec_context`. */
  readonly call: string;
  /** What an administrator can do about it, for the log alone. */
  readonly advice?: string;
  /** The log tells of the cause once, so that no request has to at an urgent level. */
  readonly toldAlready?: true;
}

/** One attribute of an initiator's name (RFC 6680); all texts are byte strings. */
export interface NameAttribute {
  readonly name: string;
  readonly authenticated: boolean;
  readonly complete: boolean;
  /** At least one; `display` is empty where the mechanism has no text for it. */
  readonly values: readonly { readonly raw: string; readonly display: string }[];
}

/** The attributes of a name, or why they cannot be told. */
export type NameAttributes = readonly NameAttribute[] | { readonly failure: GssFailure };

/** A credential with its tickets as bytes for a helper to store, or why it could not be made into bytes. Secret. */
export type ExportedCredential = { readonly bytes: Uint8Array } | { readonly failure: GssFailure };

/** The outcome of one token (RFC 2743 §2.2.2). `token` goes back to the initiator when it is not empty. */
export type AcceptOutcome =
  | {
      readonly kind: 'complete';
      readonly token: Uint8Array;
      /** The initiator's display name, such as `alice@EXAMPLE.TEST`. */
      readonly name: string;
      /** From `gss_localname`; a failure to map is told, not hidden. */
      readonly localName?: { readonly name: string } | { readonly failure: GssFailure };
      readonly attributes?: NameAttributes;
      /** Dotted OID of the mechanism that authenticated. */
      readonly mechanism: string;
      /** Seconds the context lives, clock skew included. */
      readonly lifetime: number;
      readonly delegated: boolean;
      /** The delegated credential, where it is wanted and there is one. */
      readonly credential?: ExportedCredential;
      /** Whether the initiator sent the binding of this very channel. */
      readonly bound?: boolean;
    }
  | { readonly kind: 'continue'; readonly token: Uint8Array }
  | { readonly kind: 'failure'; readonly token: Uint8Array; readonly failure: GssFailure }
  /** No acceptor credential: missing keytab, no key for the name, unreadable file. */
  | { readonly kind: 'no-credential'; readonly failure: GssFailure };

/** A password check against the KDC, verified with our own key so that a false KDC is found out. */
export interface PasswordSettings {
  readonly acceptor: AcceptorSettings;
  /** False skips the check of the KDC with our own key (KrbVerifyKDC Off). */
  readonly verify: boolean;
  /** Verify the KDC with one key of the keytab after the other until one serves (KrbServiceName Any). */
  readonly tryEveryKey?: boolean;
  /** Gives the tickets that the password got as the credential (KrbSaveCredentials), not what is delegated with them. */
  readonly ownTickets?: boolean;
  /** Seconds the ticket shall live (GssapiBasicTicketTimeout); absent: 300. */
  readonly ticketLifetime?: number;
}

export type PasswordOutcome =
  | {
      readonly kind: 'complete';
      readonly name: string;
      readonly localName?: { readonly name: string } | { readonly failure: GssFailure };
      readonly attributes?: NameAttributes;
      readonly mechanism: string;
      readonly lifetime: number;
      readonly credential?: ExportedCredential;
    }
  | { readonly kind: 'failure'; readonly unknownUser: boolean; readonly failure: GssFailure }
  /** The KDC did not answer in time, or too many checks wait already. */
  | { readonly kind: 'unavailable'; readonly failure: GssFailure };

/** Where a credential goes; all texts are byte strings. */
export interface StoreSettings {
  readonly folder: string;
  /** The file's name, or what it begins with; no path. */
  readonly name: string;
  /** Gives the file a name that no other has: `-` and six characters behind `name`, or those alone with `plain`. */
  readonly unique?: 'dash' | 'plain';
  readonly mode?: number;
  readonly owner?: number;
  readonly group?: number;
}

/** The file's name in its folder, with what went wrong on the way; without a name there is no file to speak of. */
export interface StoreOutcome {
  readonly name?: string;
  readonly problems: readonly string[];
}
