import type { AuthnzLdapSettings, LdapSource } from '../../ruleset/mod_authnz_ldap.js';
import { location } from '../example.js';
import { type Line, roomLines } from '../line.js';
import { authTypeOf, type Place } from '../place.js';
import type { Consequence } from '../proof.js';
import { requiresIn } from '../requirements.js';
import { lintRule } from '../rule.js';

/** Passwords on their way to a directory. */
export const ldapInClear = lintRule({
  id: 'ldap-in-clear',
  group: 'leaks',
  severity: 'error',
  since: '0.1',
  judges: 'server',
  summary: 'Passwords go to the directory over connections without TLS.',
  why: 'ldap:// is neither TLS nor StartTLS unless AuthLDAPURL or LDAPTrustedMode says so: whoever sees the connection reads the password of AuthLDAPBindDN, and those of users where mod_authnz_ldap checks them. TLS between browser and server does not help.',
  remedy: 'Write ldaps://, or STARTTLS behind the URL, and name the authority with LDAPTrustedGlobalCert.',
  messages: {
    users: 'passwords of users at {target} go to {host} without TLS{unless}',
    own: 'the password of AuthLDAPBindDN goes to {host} without TLS{unless}',
  },
  examples: {
    bad: [
      { config: basic('AuthLDAPURL ldap://dc.example.com/dc=example,dc=com?uid') },
      { config: `LDAPTrustedMode TLS\n${basic('AuthLDAPURL ldap://dc.example.com/dc=example,dc=com NONE')}` },
      {
        config: group('ldap://dc.example.com', 'AuthLDAPBindPassword exec:/usr/local/sbin/password'),
      },
    ],
    ok: [
      { config: basic('AuthLDAPURL ldaps://dc.example.com/dc=example,dc=com?uid') },
      { config: basic('AuthLDAPURL ldap://dc.example.com/dc=example,dc=com?uid STARTTLS') },
      { config: basic('AuthLDAPURL ldap://localhost/dc=example,dc=com?uid') },
      { config: `LDAPTrustedMode TLS\n${basic('AuthLDAPURL ldap://dc.example.com/dc=example,dc=com?uid')}` },
      { config: group('ldap://dc.example.com') },
    ],
  },
  sources: [
    'https://httpd.apache.org/docs/2.4/mod/mod_authnz_ldap.html#usingtls',
    'https://www.rfc-editor.org/rfc/rfc4513#section-6.3.1',
  ],
  on: {
    place(place, report, site) {
      const checking = checkingPasswords(place);
      const proof = checking.length > 0 ? place.prove(asksForPassword) : undefined;
      for (const directory of new Set([...checking, place.settings.mod_authnz_ldap])) {
        const { source, bindName, from } = directory ?? {};
        const at = site.lineAt(from?.AuthLDAPURL?.at(-1));
        const host = source && farHost(source);
        const mode = source?.mode ?? place.server.host.util_ldap.mode ?? 'none';
        if (!directory || !at || host === undefined || mode !== 'none') continue;
        const unless =
          site.isWhole || source?.mode ? '' : ', unless LDAPTrustedMode is set for the whole server';
        if (proof && checking.includes(directory))
          report({ message: 'users', at, fill: { target: place.target!, host, unless }, proof });
        else if (bindName !== undefined && hasPassword(directory, at) && isAsked(place))
          report({ message: 'own', at, fill: { host, unless } });
      }
    },
  },
});

const asksForPassword: Consequence = { kind: 'challenge', contains: 'Basic ' };

const near = /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i;

/** The first host of a source that is not this machine. */
const farHost = ({ hosts }: LdapSource): string | undefined =>
  hosts.find(({ name }) => !near.test(name))?.name;

/** The directories that check the passwords of a place, by a name of their own or by that of an alias. */
function checkingPasswords(place: Place): readonly (AuthnzLdapSettings | undefined)[] {
  const { mod_auth_basic, mod_authnz_ldap } = place.settings;
  const aliases = place.server.program.ruleset.authnAliases ?? {};
  if (authTypeOf(place) !== 'basic') return [];
  return (mod_auth_basic?.providers ?? []).flatMap(({ provider, alias }) =>
    provider === 'ldap' ? [aliases[alias ?? '']?.settings.mod_authnz_ldap ?? mod_authnz_ldap] : [],
  );
}

/** A password that a program prints is not in the settings. */
const hasPassword = ({ bindPassword }: AuthnzLdapSettings, at: Line): boolean =>
  bindPassword !== undefined || roomLines(at).some(({ name }) => name === 'AuthLDAPBindPassword');

/** Whether a Require at a place makes the directory be asked. */
const isAsked = (place: Place): boolean =>
  requiresIn(place.settings.mod_authz_core?.rule).some(({ test }) => test.provider.startsWith('ldap-'));

function basic(url: string): string {
  return location('/a', 'AuthType Basic', 'AuthName a', 'AuthBasicProvider ldap', url, 'Require valid-user');
}

function group(server: string, ...lines: readonly string[]): string {
  return location(
    '/a',
    'AuthType GSSAPI',
    'AuthName a',
    `AuthLDAPURL ${server}/dc=example,dc=com?userPrincipalName`,
    'AuthLDAPBindDN cn=web,dc=example,dc=com',
    ...lines,
    'Require ldap-group cn=staff,dc=example,dc=com',
  );
}
