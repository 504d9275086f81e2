import type { Origins } from './origin.js';
import type { Regex } from './text.js';
import type { LdapMode } from './util_ldap.js';

/** Which directory is asked, and how a user is found in it (AuthLDAPURL). */
export interface LdapSource {
  /** The URL as written: what the directory says is remembered by it. */
  readonly url: string;
  /** Tried in turn until one takes the connection. */
  readonly hosts: readonly LdapHost[];
  readonly base: string;
  /** Holds the name that users log in with. */
  readonly attribute: string;
  /** What is read of a user; absent: nothing in particular. */
  readonly attributes?: readonly string[];
  readonly scope: 'one' | 'sub';
  /** Without its outer brackets; `none` stands for no filter at all. */
  readonly filter: string;
  /** Absent: LDAPTrustedMode says. */
  readonly mode?: LdapMode;
}

export interface LdapHost {
  readonly name: string;
  readonly port?: number;
}

/** mod_authnz_ldap's settings of a section; they replace those around it whole. */
export interface AuthnzLdapSettings {
  readonly source?: LdapSource;
  readonly bindName?: string;
  readonly bindPassword?: string;
  readonly bindAuthoritative?: boolean;
  readonly compareDnOnServer?: boolean;
  readonly dereference?: LdapDereference;
  readonly remoteUserAttribute?: string;
  readonly remoteUserIsDn?: boolean;
  readonly groupAttributes?: readonly string[];
  readonly groupAttributeIsDn?: boolean;
  readonly subgroupAttributes?: readonly string[];
  readonly subgroupClasses?: readonly string[];
  readonly subgroupDepth?: number;
  readonly authorizePrefix?: string;
  readonly initialBindAsUser?: boolean;
  readonly initialBindPattern?: { readonly regex: Regex; readonly replacement: string };
  readonly searchAsUser?: boolean;
  readonly compareAsUser?: boolean;
  readonly from?: Origins;
}

/** When aliases are followed. */
export type LdapDereference = 'never' | 'searching' | 'finding' | 'always';
