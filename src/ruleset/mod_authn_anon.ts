import type { Origins } from './origin.js';

/** mod_authn_anon's settings; what is absent has the module's default. */
export interface AuthnAnonSettings {
  /** Names that stand for nobody in particular; `*` is any name. */
  readonly users?: readonly string[];
  readonly anyUser?: boolean;
  readonly mustGiveEmail?: boolean;
  readonly noUserId?: boolean;
  readonly verifyEmail?: boolean;
  readonly logEmail?: boolean;
  readonly from?: Origins;
}
