import type { LintRule } from '../rule.js';
import { authtypeNoneRequired } from './authtype-none-required.js';
import { commentInRequire } from './comment-in-require.js';
import { errorPageProtected } from './error-page-protected.js';
import { ifOpensMethods } from './if-opens-methods.js';
import { ifmoduleName } from './ifmodule-name.js';
import { innerRequireOpens } from './inner-require-opens.js';
import { limitOpensMethods } from './limit-opens-methods.js';
import { limitexceptOpensMethods } from './limitexcept-opens-methods.js';
import { locationOrder } from './location-order.js';
import { locationTrailingSlash } from './location-trailing-slash.js';
import { locationWildcard } from './location-wildcard.js';
import { loginNeverAsked } from './login-never-asked.js';
import { passwordInClear } from './password-in-clear.js';
import { preflightNeedsLogin } from './preflight-needs-login.js';
import { refusedAsksAgain } from './refused-asks-again.js';
import { requireOr } from './require-or.js';
import { requireUserRealm } from './require-user-realm.js';
import { satisfyAnyOpens } from './satisfy-any-opens.js';
import { sectionDropsGssapi } from './section-drops-gssapi.js';
import { sessionNotOn } from './session-not-on.js';
import { setenvNoNegotiate } from './setenv-no-negotiate.js';
import { settingsInLimit } from './settings-in-limit.js';
import { unusedDisable } from './unused-disable.js';

/** Every rule, sorted by id, one a line. */
export const lintRules: readonly LintRule[] = [
  authtypeNoneRequired,
  commentInRequire,
  errorPageProtected,
  ifOpensMethods,
  ifmoduleName,
  innerRequireOpens,
  limitOpensMethods,
  limitexceptOpensMethods,
  locationOrder,
  locationTrailingSlash,
  locationWildcard,
  loginNeverAsked,
  passwordInClear,
  preflightNeedsLogin,
  refusedAsksAgain,
  requireOr,
  requireUserRealm,
  satisfyAnyOpens,
  sectionDropsGssapi,
  sessionNotOn,
  setenvNoNegotiate,
  settingsInLimit,
  unusedDisable,
];
