import { location } from '../example.js';
import { keepsRealm } from '../place.js';
import { requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';

/** A directory is asked for a name that has a realm. */
export const ldapNameWithRealm = lintRule({
  id: 'ldap-name-with-realm',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'Require ldap-group and its kin look for user@REALM in an attribute that holds short names.',
  why: 'mod_authnz_ldap looks for REMOTE_USER in the attribute of AuthLDAPURL. A ticket makes the user alice@REALM, and sAMAccountName or uid hold "alice": nobody is found, and nobody gets in.',
  remedy:
    'Name an attribute with whole names, such as userPrincipalName or krbPrincipalName, or map names: GssapiLocalName On, KrbLocalUserMapping On.',
  messages: {
    none: '"Require {requirement}" finds nobody: {attribute} is asked for alice@REALM, as a ticket makes the name',
  },
  examples: {
    bad: [{ config: place('sAMAccountName') }],
    ok: [{ config: place('userPrincipalName') }, { config: place('sAMAccountName', 'GssapiLocalName On') }],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi/issues/223',
    'https://httpd.apache.org/docs/2.4/mod/mod_authnz_ldap.html#authldapurl',
  ],
  on: {
    place(place, report, site) {
      const attribute = place.settings.mod_authnz_ldap?.source?.attribute;
      if (attribute === undefined || !short.test(attribute) || !keepsRealm(place)) return;
      for (const { test, from } of requiresIn(place.settings.mod_authz_core?.rule)) {
        const at = site.lineAt(from);
        if (!at || !test.provider.startsWith('ldap-')) continue;
        report({ message: 'none', at, fill: { requirement: at.at.args.raw, attribute } });
      }
    },
  },
});

const short = /^(?:sAMAccountName|uid|cn)$/i;

function place(attribute: string, ...lines: readonly string[]): string {
  return location(
    '/a',
    'AuthType GSSAPI',
    'AuthName a',
    ...lines,
    `AuthLDAPURL ldap://dc.example.com/dc=example,dc=com?${attribute}`,
    'Require ldap-group cn=staff,dc=example,dc=com',
  );
}
