import { insertAfter } from '../../syntax/edit-insert.js';
import { gssapiLocation } from '../example.js';
import { authTypeOf } from '../place.js';
import { lintRule } from '../rule.js';

/** Negotiate is offered again after it has failed. */
export const negotiateonceOff = lintRule({
  id: 'negotiateonce-off',
  group: 'kerberos-setup',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'absence',
  summary: 'Negotiate is offered again after it has failed.',
  why: 'Browsers answer a second Negotiate challenge with a window that asks for a password, which cannot help.',
  remedy: 'Add "GssapiNegotiateOnce On".',
  messages: { unset: 'after a failed ticket {place} offers Negotiate again, and browsers pop up a window' },
  examples: {
    bad: [{ config: gssapiLocation('/a') }],
    ok: [{ config: gssapiLocation('/a', 'GssapiNegotiateOnce On') }],
  },
  fixes: {
    unset: {
      safety: 'unsafe',
      title: 'add GssapiNegotiateOnce On',
      edit: (line) =>
        insertAfter(line.at, [{ kind: 'directive', name: 'GssapiNegotiateOnce', args: ['On'] }]),
    },
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/257'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      if (!at || authTypeOf(place) !== 'gssapi' || place.settings.mod_auth_gssapi?.negotiateOnce) return;
      report({ message: 'unset', at, fill: { place: place.title } });
    },
  },
});
