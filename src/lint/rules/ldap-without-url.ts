import { location } from '../example.js';
import { requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';

/** Require ldap-… needs to know which directory. */
export const ldapWithoutUrl = lintRule({
  id: 'ldap-without-url',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  judges: 'absence',
  summary: 'Require ldap-group and its kin stand where no AuthLDAPURL counts.',
  why: 'mod_authnz_ldap looks the user up in the directory that AuthLDAPURL names, also when somebody else has checked the login: without one the rule never holds.',
  remedy:
    'Add AuthLDAPURL with the attribute that holds the user name, userPrincipalName for names with a realm.',
  messages: { nowhere: '"Require {requirement}" never holds at {place}: no AuthLDAPURL says where to look' },
  examples: {
    bad: [
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          'Require ldap-group cn=staff,dc=example,dc=com',
        ),
      },
    ],
    ok: [
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          'AuthLDAPURL ldap://dc.example.com/dc=example,dc=com?userPrincipalName',
          'Require ldap-group cn=staff,dc=example,dc=com',
        ),
      },
    ],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi/issues/240',
    'https://httpd.apache.org/docs/2.4/mod/mod_authnz_ldap.html#authldapurl',
  ],
  on: {
    place(place, report, site) {
      if (place.settings.mod_authnz_ldap?.source) return;
      for (const { test, from } of requiresIn(place.settings.mod_authz_core?.rule)) {
        const at = site.lineAt(from);
        if (!test.provider.startsWith('ldap-') || !at) continue;
        report({ message: 'nowhere', at, fill: { requirement: at.at.args.raw, place: place.title } });
      }
    },
  },
});
