import { int32Of } from '../directives/known/numbers.js';
import { ldapUrlParts } from '../directives/ldap-url.js';
import { modAuthnzLdap } from '../directives/mod_authnz_ldap.js';
import type { LdapDereference, LdapHost, LdapSource } from '../ruleset/mod_authnz_ldap.js';
import type { LdapMode } from '../ruleset/util_ldap.js';
import { appendAll } from './draft.js';
import { lowerings, type To } from './lowering.js';

type Here = To<'mod_authnz_ldap'>;

export const authnzLdap = lowerings(modAuthnzLdap, {
  AuthLDAPURL([url = '', mode], to) {
    const source = sourceOf(url, mode, to);
    if (source) to.settings.source = source;
  },
  AuthLDAPBindDN([name = ''], to) {
    to.settings.bindName = name;
  },
  AuthLDAPBindPassword([password = ''], to) {
    if (/^exec:./s.test(password))
      to.unserved(
        'AuthLDAPBindPassword exec: is not served',
        'write the password itself, in a file that only root may read, and Include that file',
      );
    to.settings.bindPassword = password;
  },
  AuthLDAPBindAuthoritative(on, to) {
    to.settings.bindAuthoritative = on;
  },
  AuthLDAPRemoteUserIsDN(on, to) {
    to.settings.remoteUserIsDn = on;
  },
  AuthLDAPRemoteUserAttribute([attribute = ''], to) {
    to.settings.remoteUserAttribute = attribute;
  },
  AuthLDAPCompareDNOnServer(on, to) {
    to.settings.compareDnOnServer = on;
  },
  AuthLDAPSubGroupAttribute(attributes, to) {
    to.settings.subgroupAttributes = appendAll(to.settings.subgroupAttributes, attributes);
  },
  AuthLDAPSubGroupClass(classes, to) {
    to.settings.subgroupClasses = appendAll(to.settings.subgroupClasses, classes);
  },
  AuthLDAPMaxSubGroupDepth([depth = ''], to) {
    to.settings.subgroupDepth = int32Of(depth);
  },
  AuthLDAPGroupAttribute(attributes, to) {
    to.settings.groupAttributes = appendAll(to.settings.groupAttributes, attributes);
  },
  AuthLDAPGroupAttributeIsDN(on, to) {
    to.settings.groupAttributeIsDn = on;
  },
  AuthLDAPDereferenceAliases([when = ''], to) {
    to.settings.dereference = dereferenceOf(when);
  },
  AuthLDAPAuthorizePrefix([prefix = ''], to) {
    to.settings.authorizePrefix = prefix;
  },
  AuthLDAPInitialBindAsUser(on, to) {
    to.settings.initialBindAsUser = on;
  },
  AuthLDAPInitialBindPattern([pattern = '', replacement = ''], to) {
    const failed = `AuthLDAPInitialBindPattern: cannot compile regular expression '${pattern}'`;
    const regex = to.regex(pattern, '', failed);
    if (regex) to.settings.initialBindPattern = { regex, replacement };
  },
  AuthLDAPSearchAsUser(on, to) {
    to.settings.searchAsUser = on;
  },
  AuthLDAPCompareAsUser(on, to) {
    to.settings.compareAsUser = on;
  },
});

function dereferenceOf(when: string): LdapDereference {
  if (/^(?:never|off)$/i.test(when)) return 'never';
  return when === 'searching' || when === 'finding' ? when : 'always';
}

/** A second URL in one place adds its hosts before those that are there, and replaces all else. */
function sourceOf(url: string, mode: string | undefined, to: Here): LdapSource | undefined {
  const { scheme, hosts, base, attributes, scope, filter = '(objectclass=*)' } = ldapUrlParts(url);
  const earlier = to.settings.source;
  const unfit = hosts.find(({ name }) => name.startsWith('['));
  if (scheme === 'ldapi' || unfit) {
    to.unserved(
      `AuthLDAPURL ${url} is not served`,
      unfit ? 'write a host name in place of the IPv6 address' : 'write ldap:// or ldaps:// with a host',
    );
    return undefined;
  }
  const chosen = /^ldaps/i.test(url) ? 'ssl' : (modeOf(mode) ?? earlier?.mode);
  return {
    url,
    hosts: [...withPort(hosts, to), ...(earlier?.hosts ?? [])],
    base,
    attribute: attributes[0] ?? 'uid',
    ...(attributes.length > 0 ? { attributes } : {}),
    scope: scope === 'one' ? 'one' : 'sub',
    filter: filter.startsWith('(') ? filter.slice(1, -1) : filter,
    ...(chosen ? { mode: chosen } : {}),
  };
}

const withPort = (hosts: readonly LdapHost[], to: Here): readonly LdapHost[] =>
  hosts.filter(({ name, port }) => {
    const good = port === undefined || (port > 0 && port < 65_536);
    if (!good) to.problem(`AuthLDAPURL: ${name}:${port} has no port that there is`);
    return good;
  });

/** How the word behind the URL, or LDAPTrustedMode, has it. */
export function modeOf(word: string | undefined): LdapMode | undefined {
  const lower = word?.toLowerCase();
  if (lower === undefined) return undefined;
  return lower === 'tls' || lower === 'starttls' ? 'starttls' : lower === 'ssl' ? 'ssl' : 'none';
}
