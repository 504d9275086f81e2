import type { MethodSet } from './mod_authz_core.js';
import type { Origins } from './origin.js';

/** One operand of Allow or Deny (mod_access_compat). */
export type AccessOperand =
  | { readonly kind: 'all' }
  | { readonly kind: 'env'; readonly name: string; readonly negated: boolean }
  | { readonly kind: 'ip'; readonly range: string }
  | { readonly kind: 'host'; readonly name: string };

/** An Allow or Deny operand with the methods it is limited to. */
export interface AccessEntry {
  readonly operand: AccessOperand;
  readonly methods?: MethodSet;
}

/** The last Order that applies to a method wins; Satisfy likewise. */
export interface AccessCompatSettings {
  readonly order?: readonly {
    readonly value: 'allow,deny' | 'deny,allow' | 'mutual-failure';
    readonly methods?: MethodSet;
  }[];
  readonly allow?: readonly AccessEntry[];
  readonly deny?: readonly AccessEntry[];
  readonly satisfy?: readonly { readonly value: 'All' | 'Any'; readonly methods?: MethodSet }[];
  readonly from?: Origins;
}
