import type { LintRule } from '../rule.js';
import { authnameMissing } from './authname-missing.js';
import { authtypeNoneRequired } from './authtype-none-required.js';
import { clientFieldOpens } from './client-field-opens.js';
import { commentBehindLine } from './comment-behind-line.js';
import { commentInRequire } from './comment-in-require.js';
import { credstoreRepeated } from './credstore-repeated.js';
import { directiveRepeated } from './directive-repeated.js';
import { errorPageProtected } from './error-page-protected.js';
import { ifOpensMethods } from './if-opens-methods.js';
import { ifmoduleName } from './ifmodule-name.js';
import { innerRequireOpens } from './inner-require-opens.js';
import { ldapWithoutUrl } from './ldap-without-url.js';
import { limitOpensMethods } from './limit-opens-methods.js';
import { limitexceptOpensMethods } from './limitexcept-opens-methods.js';
import { locationOrder } from './location-order.js';
import { locationOverDirectory } from './location-over-directory.js';
import { locationTrailingSlash } from './location-trailing-slash.js';
import { locationWildcard } from './location-wildcard.js';
import { locationmatchUnanchored } from './locationmatch-unanchored.js';
import { loginNeverAsked } from './login-never-asked.js';
import { notAccepted } from './not-accepted.js';
import { passwordInClear } from './password-in-clear.js';
import { preflightNeedsLogin } from './preflight-needs-login.js';
import { proxyOutsideDirectory } from './proxy-outside-directory.js';
import { quotesKept } from './quotes-kept.js';
import { refusedAsksAgain } from './refused-asks-again.js';
import { relativePath } from './relative-path.js';
import { requireOr } from './require-or.js';
import { requireUserRealm } from './require-user-realm.js';
import { satisfyAnyOpens } from './satisfy-any-opens.js';
import { sectionDropsGssapi } from './section-drops-gssapi.js';
import { sessionNotOn } from './session-not-on.js';
import { setenvNoNegotiate } from './setenv-no-negotiate.js';
import { setenvifRemoteUser } from './setenvif-remote-user.js';
import { settingsInLimit } from './settings-in-limit.js';
import { unusedDisable } from './unused-disable.js';
import { valueUnusable } from './value-unusable.js';

/** Every rule, sorted by id, one a line. */
export const lintRules: readonly LintRule[] = [
  authnameMissing,
  authtypeNoneRequired,
  clientFieldOpens,
  commentBehindLine,
  commentInRequire,
  credstoreRepeated,
  directiveRepeated,
  errorPageProtected,
  ifOpensMethods,
  ifmoduleName,
  innerRequireOpens,
  ldapWithoutUrl,
  limitOpensMethods,
  limitexceptOpensMethods,
  locationOrder,
  locationOverDirectory,
  locationTrailingSlash,
  locationWildcard,
  locationmatchUnanchored,
  loginNeverAsked,
  notAccepted,
  passwordInClear,
  preflightNeedsLogin,
  proxyOutsideDirectory,
  quotesKept,
  refusedAsksAgain,
  relativePath,
  requireOr,
  requireUserRealm,
  satisfyAnyOpens,
  sectionDropsGssapi,
  sessionNotOn,
  setenvNoNegotiate,
  setenvifRemoteUser,
  settingsInLimit,
  unusedDisable,
  valueUnusable,
];
