import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** Tickets in the name of users who came with a password. */
export const delegationOfPasswords = lintRule({
  id: 'delegation-of-passwords',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  strict: true,
  summary: 'GssapiUseS4U2Proxy or GssapiImpersonate stands beside GssapiBasicAuth.',
  why: 'Users who come with a password get no ticket in their name where constrained delegation is used: the application works for some users and fails for others.',
  remedy: 'Give passwords a Location of their own.',
  messages: {
    mixed: 'at {place} users with passwords get no ticket for other services: {name} is for tickets',
  },
  examples: {
    bad: [
      {
        config: gssapiLocation(
          '/a',
          'GssapiBasicAuth On',
          'GssapiUseS4U2Proxy On',
          'GssapiCredStore keytab:/etc/a.keytab client_keytab:/etc/a.keytab ccache:FILE:/run/a',
          'GssapiDelegCcacheDir /run/b',
        ),
      },
    ],
    ok: [{ config: gssapiLocation('/a', 'GssapiBasicAuth On') }],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/69'],
  on: {
    place(place, report, site) {
      const { basicAuth, useS4u2Proxy, impersonate } = place.settings.mod_auth_gssapi ?? {};
      const name = useS4u2Proxy ? 'GssapiUseS4U2Proxy' : 'GssapiImpersonate';
      const at = site.lineAt(place.originOf('mod_auth_gssapi', name));
      if (at && basicAuth && (useS4u2Proxy || impersonate))
        report({ message: 'mixed', at, fill: { place: place.title, name } });
    },
  },
});
