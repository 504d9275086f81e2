import type { LintRule } from '../rule.js';
import { addressInPlaceOfLogin } from './address-in-place-of-login.js';
import { addressPatternLoose } from './address-pattern-loose.js';
import { allowedmechUnset } from './allowedmech-unset.js';
import { authnameMissing } from './authname-missing.js';
import { authrealmsAndTickets } from './authrealms-and-tickets.js';
import { authtypeNoneRequired } from './authtype-none-required.js';
import { authtypeWithoutModule } from './authtype-without-module.js';
import { basicmechWithoutBasic } from './basicmech-without-basic.js';
import { ccacheFolder } from './ccache-folder.js';
import { ccacheNotUnique } from './ccache-not-unique.js';
import { ccacheReadable } from './ccache-readable.js';
import { ccacheReadableByGroup } from './ccache-readable-by-group.js';
import { clientFieldOpens } from './client-field-opens.js';
import { commentBehindLine } from './comment-behind-line.js';
import { commentInRequire } from './comment-in-require.js';
import { connectionboundProxied } from './connectionbound-proxied.js';
import { credstoreRepeated } from './credstore-repeated.js';
import { delegationOfPasswords } from './delegation-of-passwords.js';
import { directiveRepeated } from './directive-repeated.js';
import { errorPageProgram } from './error-page-program.js';
import { errorPageProtected } from './error-page-protected.js';
import { errorPageRefresh } from './error-page-refresh.js';
import { errordocument401Url } from './errordocument-401-url.js';
import { exampleNameLeft } from './example-name-left.js';
import { fieldSizeSmall } from './field-size-small.js';
import { headerFormatS } from './header-format-s.js';
import { headerNotOn401 } from './header-not-on-401.js';
import { identityHeaderSpoofed } from './identity-header-spoofed.js';
import { identityHeaderUnsetAfter } from './identity-header-unset-after.js';
import { ifOpensMethods } from './if-opens-methods.js';
import { ifmoduleName } from './ifmodule-name.js';
import { innerRequireOpens } from './inner-require-opens.js';
import { innerRequireReplaces } from './inner-require-replaces.js';
import { kerbCredentialsProxied } from './kerb-credentials-proxied.js';
import { keytabAmongConfiguration } from './keytab-among-configuration.js';
import { keytabExposed } from './keytab-exposed.js';
import { keytabUnreadable } from './keytab-unreadable.js';
import { keytabWeakKeys } from './keytab-weak-keys.js';
import { keytabWithoutKey } from './keytab-without-key.js';
import { krbKdcUnverified } from './krb-kdc-unverified.js';
import { krbServiceAnyCase } from './krb-service-any-case.js';
import { ldapInClear } from './ldap-in-clear.js';
import { ldapNameWithRealm } from './ldap-name-with-realm.js';
import { ldapWithoutUrl } from './ldap-without-url.js';
import { limitOpensMethods } from './limit-opens-methods.js';
import { limitexceptOpensMethods } from './limitexcept-opens-methods.js';
import { locationOrder } from './location-order.js';
import { locationOverDirectory } from './location-over-directory.js';
import { locationTrailingSlash } from './location-trailing-slash.js';
import { locationWildcard } from './location-wildcard.js';
import { locationmatchUnanchored } from './locationmatch-unanchored.js';
import { loginNeverAsked } from './login-never-asked.js';
import { negotiateonceOff } from './negotiateonce-off.js';
import { noNegotiateWithoutBasic } from './no-negotiate-without-basic.js';
import { notAccepted } from './not-accepted.js';
import { notJudged } from './not-judged.js';
import { ntlmsspOneLeg } from './ntlmssp-one-leg.js';
import { openLeadsToLogin } from './open-leads-to-login.js';
import { passwordInClear } from './password-in-clear.js';
import { passwordPerhapsInClear } from './password-perhaps-in-clear.js';
import { pastedDocumentation } from './pasted-documentation.js';
import { patternUnanchored } from './pattern-unanchored.js';
import { preflightNeedsLogin } from './preflight-needs-login.js';
import { providersBesideGssapi } from './providers-beside-gssapi.js';
import { proxiedWithoutUser } from './proxied-without-user.js';
import { proxyOutsideDirectory } from './proxy-outside-directory.js';
import { quoteNotClosed } from './quote-not-closed.js';
import { quotesKept } from './quotes-kept.js';
import { realmCase } from './realm-case.js';
import { realmsMappedAlike } from './realms-mapped-alike.js';
import { refusedAsksAgain } from './refused-asks-again.js';
import { relativePath } from './relative-path.js';
import { remoteUserAsVariable } from './remote-user-as-variable.js';
import { requireOr } from './require-or.js';
import { requireUserRealm } from './require-user-realm.js';
import { rewriteUserTooEarly } from './rewrite-user-too-early.js';
import { rewritecondExprGroups } from './rewritecond-expr-groups.js';
import { s4u2proxyIncomplete } from './s4u2proxy-incomplete.js';
import { satisfyAnyOpens } from './satisfy-any-opens.js';
import { secretInConfiguration } from './secret-in-configuration.js';
import { sectionDropsGssapi } from './section-drops-gssapi.js';
import { sectionMissing } from './section-missing.js';
import { sessionCookiePath } from './session-cookie-path.js';
import { sessionCookiePathless } from './session-cookie-pathless.js';
import { sessionCookieWeak } from './session-cookie-weak.js';
import { sessionEndless } from './session-endless.js';
import { sessionKeyRandom } from './session-key-random.js';
import { sessionNotOn } from './session-not-on.js';
import { setenvNoNegotiate } from './setenv-no-negotiate.js';
import { setenvifRemoteUser } from './setenvif-remote-user.js';
import { settingsInLimit } from './settings-in-limit.js';
import { sslonlyInClear } from './sslonly-in-clear.js';
import { twoKerberosModules } from './two-kerberos-modules.js';
import { unusedDisable } from './unused-disable.js';
import { userLostByRedirect } from './user-lost-by-redirect.js';
import { valueUnusable } from './value-unusable.js';

/** Every rule, sorted by id, one a line. */
export const lintRules: readonly LintRule[] = [
  addressInPlaceOfLogin,
  addressPatternLoose,
  allowedmechUnset,
  authnameMissing,
  authrealmsAndTickets,
  authtypeNoneRequired,
  authtypeWithoutModule,
  basicmechWithoutBasic,
  ccacheFolder,
  ccacheNotUnique,
  ccacheReadable,
  ccacheReadableByGroup,
  clientFieldOpens,
  commentBehindLine,
  commentInRequire,
  connectionboundProxied,
  credstoreRepeated,
  delegationOfPasswords,
  directiveRepeated,
  errorPageProgram,
  errorPageProtected,
  errorPageRefresh,
  errordocument401Url,
  exampleNameLeft,
  fieldSizeSmall,
  headerFormatS,
  headerNotOn401,
  identityHeaderSpoofed,
  identityHeaderUnsetAfter,
  ifOpensMethods,
  ifmoduleName,
  innerRequireOpens,
  innerRequireReplaces,
  kerbCredentialsProxied,
  keytabAmongConfiguration,
  keytabExposed,
  keytabUnreadable,
  keytabWeakKeys,
  keytabWithoutKey,
  krbKdcUnverified,
  krbServiceAnyCase,
  ldapInClear,
  ldapNameWithRealm,
  ldapWithoutUrl,
  limitOpensMethods,
  limitexceptOpensMethods,
  locationOrder,
  locationOverDirectory,
  locationTrailingSlash,
  locationWildcard,
  locationmatchUnanchored,
  loginNeverAsked,
  negotiateonceOff,
  noNegotiateWithoutBasic,
  notAccepted,
  notJudged,
  ntlmsspOneLeg,
  openLeadsToLogin,
  passwordInClear,
  passwordPerhapsInClear,
  pastedDocumentation,
  patternUnanchored,
  preflightNeedsLogin,
  providersBesideGssapi,
  proxiedWithoutUser,
  proxyOutsideDirectory,
  quoteNotClosed,
  quotesKept,
  realmCase,
  realmsMappedAlike,
  refusedAsksAgain,
  relativePath,
  remoteUserAsVariable,
  requireOr,
  requireUserRealm,
  rewriteUserTooEarly,
  rewritecondExprGroups,
  s4u2proxyIncomplete,
  satisfyAnyOpens,
  secretInConfiguration,
  sectionDropsGssapi,
  sectionMissing,
  sessionCookiePath,
  sessionCookiePathless,
  sessionCookieWeak,
  sessionEndless,
  sessionKeyRandom,
  sessionNotOn,
  setenvNoNegotiate,
  setenvifRemoteUser,
  settingsInLimit,
  sslonlyInClear,
  twoKerberosModules,
  unusedDisable,
  userLostByRedirect,
  valueUnusable,
];
