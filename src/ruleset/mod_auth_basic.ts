import type { Origins } from './origin.js';
import type { TextOrExpression } from './text.js';

/** The modules' own names of the providers of passwords that are served. */
export type PasswordProviderName = 'file' | 'anon' | 'socache' | 'ldap';

/** A provider that a list such as AuthBasicProvider's names: itself, or by the name that an AuthnProviderAlias gave it. */
export interface ProviderUse {
  readonly provider: PasswordProviderName;
  /** A key of the ruleset's `authnAliases`. */
  readonly alias?: string;
}

/** mod_auth_basic's settings. */
export interface AuthBasicSettings {
  /** In the order in which they are asked; absent: `file`. */
  readonly providers?: readonly ProviderUse[];
  readonly authoritative?: boolean;
  /** The login that is sent on (AuthBasicFake). */
  readonly fake?: 'off' | { readonly user: TextOrExpression; readonly password: TextOrExpression };
  readonly digestAlgorithm?: 'Off' | 'MD5';
  readonly from?: Origins;
}
