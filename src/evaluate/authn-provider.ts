import type { Settings } from '../ruleset/ruleset.js';
import type { Exchange } from './exchange.js';
import type { Evaluation } from './need.js';

/** What a provider makes of a user and a password; httpd's authn_status. */
export type AuthnStatus = 'denied' | 'granted' | 'user-found' | 'user-not-found' | 'general-error';

/** What a provider knows of a user for AuthType Digest and its hashes: the lower-case hex of MD5 of `user:realm:password`. */
export type RealmHash =
  | { readonly status: 'user-found'; readonly hash: string }
  | { readonly status: Exclude<AuthnStatus, 'user-found'> };

/**
 * Where passwords are looked up (httpd's authn_provider). `settings` are those of the request, or of an AuthnProviderAlias
 * over them: a provider never looks at `exchange.settings`. It writes its own lines into the log, with httpd's numbers. Users and
 * passwords are byte strings.
 */
export interface PasswordProvider {
  readonly checkPassword: (
    exchange: Exchange,
    settings: Settings,
    user: string,
    password: string,
  ) => Evaluation<AuthnStatus>;
  readonly realmHash?: (
    exchange: Exchange,
    settings: Settings,
    user: string,
    realm: string,
  ) => Evaluation<RealmHash>;
  /**
   * Works on a password as long as for a user who is known, for one whom no provider knows: the time of an answer does not tell
   * who has an account.
   */
  readonly pretend?: (exchange: Exchange, settings: Settings, password: string) => Evaluation<void>;
}
