import { compileRegex } from '../ruleset/regex.js';
import type { AuthnStatus, PasswordProvider } from './authn-provider.js';
import type { Exchange } from './exchange.js';
import { insertGroups } from './insert-groups.js';
import { type LdapAnswer, ldapCode, ldapCodeText } from './ldap-request.js';
import {
  askDirectory,
  configured,
  type LdapUser,
  nameUser,
  setLdapUser,
  userFilter,
  type WithSource,
  withSource,
} from './ldap-user.js';
import { setNamedValue } from './named-values.js';

/** AuthBasicProvider ldap: the directory finds the user's entry, and takes the password for it. */
export const ldapProvider: PasswordProvider = {
  *checkPassword(exchange, settings, user, password) {
    const known: LdapUser = {};
    setLdapUser(exchange, known);
    const own = withSource(settings);
    if (!own) {
      exchange.recorder.log('warn', 'AH02558', 'no AuthLDAPURL');
      return 'general-error';
    }
    if (password === '') {
      debug(exchange, 'AH10263', 'empty password specified');
      return 'denied';
    }
    const as = own.initialBindAsUser
      ? { name: bindableName(exchange, own, user), password }
      : configured(own);
    const request = { ask: 'user', filter: userFilter(own, user), password } as const;
    const found = yield* askDirectory(exchange, settings, own, request, as);
    if (found.code !== ldapCode.success) return failed(exchange, own, user, found);
    known.dn = found.dn ?? '';
    known.name = user;
    known.password = password;
    if (found.values) known.values = found.values;
    if (own.remoteUserIsDn) exchange.user = known.dn;
    nameUser(exchange, own, known);
    debug(exchange, 'AH01697', `accepting ${user}`);
    return 'granted';
  },
};

function debug(exchange: Exchange, code: string, message: string): void {
  exchange.recorder.log('debug', code, `auth_ldap authenticate: ${message}`);
}

/** The name that the directory knows a user by who logs in to it (AuthLDAPInitialBindPattern). */
function bindableName(exchange: Exchange, { initialBindPattern }: WithSource, user: string): string {
  if (!initialBindPattern) return user;
  const groups = compileRegex(initialBindPattern.regex).exec(user);
  const name = (groups && insertGroups(initialBindPattern.replacement, groups)) ?? user;
  setNamedValue(exchange.env, 'LDAP_BINDASUSER', name);
  return name;
}

function failed(
  exchange: Exchange,
  own: WithSource,
  user: string,
  { code, reason }: LdapAnswer,
): AuthnStatus {
  const because = `user ${user} authentication failed; URI ${exchange.uri} [${reason}][${ldapCodeText(code)}]`;
  if (own.bindAuthoritative === false) {
    debug(exchange, 'AH01694', `${because} (not authoritative)`);
    return 'user-not-found';
  }
  exchange.recorder.log('info', 'AH01695', `auth_ldap authenticate: ${because}`);
  // Simple directories have one code for all that goes wrong.
  if (own.source.filter.toLowerCase() === 'none' && code === ldapCode.other) return 'user-not-found';
  if (code === ldapCode.noSuchObject) return 'user-not-found';
  const denied = (code >= 47 && code <= 50) || code === ldapCode.constraintViolation;
  return denied ? 'denied' : 'general-error';
}
