import type { Origins } from './origin.js';

/** How a connection is protected: not at all, by TLS from its start, or by TLS after StartTLS. */
export type LdapMode = 'none' | 'ssl' | 'starttls';

/** A file with certificates or a key, in DER or PEM. */
export interface LdapCertificate {
  readonly holds: 'authority' | 'certificate' | 'key';
  readonly path: string;
  /** Of a key. */
  readonly password?: string;
}

/** What a server says of util_ldap; the rest is as in `ldapDefaults`. */
export type ServerLdapSettings = Partial<ServerLdap>;

/** util_ldap's settings of a server. Times are milliseconds. */
export interface ServerLdap {
  readonly mode: LdapMode;
  readonly verifyCertificate: boolean;
  readonly certificates: readonly LdapCertificate[];
  readonly connectionTimeout: number;
  /** 0: no limit. */
  readonly timeout: number;
  /** How long an idle connection is good; 0: not at all; -1: for ever. */
  readonly poolTime: number;
  readonly retries: number;
  readonly retryDelay: number;
  readonly searchCache: LdapCacheSize;
  readonly compareCache: LdapCacheSize;
}

/** Bounds of what is remembered; `time` in milliseconds. */
export interface LdapCacheSize {
  readonly entries: number;
  readonly time: number;
}

/** util_ldap's settings of a section; they replace those around it whole. */
export interface LdapSettings {
  readonly referrals?: boolean;
  readonly hopLimit?: number;
  readonly certificates?: readonly LdapCertificate[];
  readonly from?: Origins;
}

/** The server without any of the directives (util_ldap_create_config). */
export const ldapDefaults: ServerLdap = {
  mode: 'none',
  verifyCertificate: true,
  certificates: [],
  connectionTimeout: 10_000,
  timeout: 60_000,
  poolTime: -1,
  retries: 3,
  retryDelay: 0,
  searchCache: { entries: 1024, time: 600_000 },
  compareCache: { entries: 1024, time: 600_000 },
};
