import { insertAfter } from '../../syntax/edit-insert.js';
import { gssapiLocation } from '../example.js';
import { authTypeOf } from '../place.js';
import { lintRule } from '../rule.js';

/** A place for tickets takes every mechanism that is installed. */
export const allowedmechUnset = lintRule({
  id: 'allowedmech-unset',
  group: 'kerberos-setup',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'absence',
  summary: 'A place for tickets takes every mechanism that is installed.',
  why: 'Without GssapiAllowedMech whatever mechanism a client names is tried; where gss-ntlmssp is installed, an NTLM token ends a worker of httpd.',
  remedy: 'Add "GssapiAllowedMech krb5".',
  messages: { unset: '{place} takes every mechanism of the library, NTLM too where it is installed' },
  examples: {
    bad: [{ config: gssapiLocation('/a') }],
    ok: [{ config: gssapiLocation('/a', 'GssapiAllowedMech krb5') }],
  },
  fixes: {
    unset: {
      safety: 'unsafe',
      title: 'add GssapiAllowedMech krb5',
      edit: (line) =>
        insertAfter(line.at, [{ kind: 'directive', name: 'GssapiAllowedMech', args: ['krb5'] }]),
    },
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi#gssapiallowedmech'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      if (!at || authTypeOf(place) !== 'gssapi' || place.settings.mod_auth_gssapi?.allowedMechanisms) return;
      report({ message: 'unset', at, fill: { place: place.title } });
    },
  },
});
