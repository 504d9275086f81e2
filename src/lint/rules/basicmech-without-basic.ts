import { removeItem } from '../../syntax/edit-remove.js';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** Mechanisms for passwords that nobody is asked for. */
export const basicmechWithoutBasic = lintRule({
  id: 'basicmech-without-basic',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  judges: 'settings',
  summary: 'GssapiBasicAuthMech stands where GssapiBasicAuth is Off.',
  why: 'GssapiBasicAuthMech says how passwords are checked; they are only asked for with GssapiBasicAuth On.',
  remedy: 'Switch GssapiBasicAuth on, or take the line out.',
  messages: { idle: 'GssapiBasicAuthMech has no effect: GssapiBasicAuth is Off at {place}' },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiBasicAuthMech krb5') },
      {
        config: gssapiLocation('/a', 'GssapiBasicAuthMech krb5', 'Require expr %{{REMOTE_USER}} =~ /^a/'),
        also: ['not-judged'],
      },
    ],
    ok: [{ config: gssapiLocation('/a', 'GssapiBasicAuth On', 'GssapiBasicAuthMech krb5') }],
  },
  fixes: { idle: { safety: 'safe', title: 'take the line out', edit: (line) => removeItem(line.at) } },
  sources: ['https://github.com/gssapi/mod_auth_gssapi#gssapibasicauthmech'],
  on: {
    place(place, report, site) {
      const { basicAuth, basicAuthMechanisms } = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiBasicAuthMech'));
      if (at && basicAuthMechanisms && !basicAuth)
        report({ message: 'idle', at, fill: { place: place.title } });
    },
  },
});
