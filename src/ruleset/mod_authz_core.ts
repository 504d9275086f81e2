import type { Origin, Origins } from './origin.js';
import type { Condition, TextOrExpression } from './text.js';

/**
 * The authorization tree (mod_authz_core): `all`, `any` and `none` are RequireAll, RequireAny and RequireNone. A section's
 * bare Require lines are an implicit `any`.
 */
export type Rule =
  | {
      readonly kind: 'all' | 'any' | 'none';
      readonly negated: boolean;
      readonly rules: readonly Rule[];
      readonly from: Origin;
    }
  | {
      readonly kind: 'require';
      readonly negated: boolean;
      readonly test: Requirement;
      /** The name it was written by, a key of the ruleset's `authzAliases`. */
      readonly alias?: string;
      /** Methods of the `<Limit>`s around it; absent: all. */
      readonly methods?: MethodSet;
      readonly from: Origin;
    };

/** Methods by httpd's meaning: HEAD counts as GET; `others` stands for methods httpd has no number for. */
export interface MethodSet {
  readonly names: readonly string[];
  readonly except: boolean;
}

/** One provider test of a Require line. */
export type Requirement =
  | { readonly provider: 'all'; readonly granted: boolean }
  | { readonly provider: 'valid-user' }
  | { readonly provider: 'user'; readonly users: TextOrExpression }
  | { readonly provider: 'group'; readonly groups: TextOrExpression }
  | { readonly provider: 'file-group' }
  | { readonly provider: 'file-owner' }
  | { readonly provider: 'env'; readonly names: readonly string[] }
  | { readonly provider: 'method'; readonly methods: readonly string[] }
  | { readonly provider: 'expr'; readonly condition: Condition; readonly mentionsUser: boolean }
  | { readonly provider: 'ip'; readonly ranges: readonly string[] }
  | { readonly provider: 'host'; readonly names: TextOrExpression }
  | { readonly provider: 'forward-dns'; readonly names: TextOrExpression }
  | { readonly provider: 'local' }
  | { readonly provider: 'ssl' }
  | { readonly provider: 'ssl-verify-client' }
  /** SIDs, and names of KerbgatePacGroupFile. */
  | { readonly provider: 'pac-group'; readonly groups: readonly string[] }
  | LdapRequirement;

/** One provider test of mod_authnz_ldap. */
export interface LdapRequirement {
  readonly provider:
    | 'ldap-user'
    | 'ldap-group'
    | 'ldap-dn'
    | 'ldap-attribute'
    | 'ldap-filter'
    | 'ldap-search';
  readonly argument: TextOrExpression;
}

export interface AuthzCoreSettings {
  /** Absent: no Require here. */
  readonly rule?: Rule;
  readonly merging?: 'Off' | 'And' | 'Or';
  readonly forbiddenOnFailure?: boolean;
  readonly from?: Origins;
}
