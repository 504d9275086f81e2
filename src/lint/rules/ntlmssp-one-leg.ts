import { mechanismOids } from '../../gssapi/mechanisms.js';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** NTLM takes more than one request. */
export const ntlmsspOneLeg = lintRule({
  id: 'ntlmssp-one-leg',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'NTLM is allowed where no login can take more than one request.',
  why: 'NTLM needs three messages; between them the server must remember the client by its connection (GssapiConnectionBound) or a session, otherwise every login begins anew and none ends.',
  remedy:
    'Set GssapiConnectionBound On where clients come without a proxy, or take ntlmssp out of GssapiAllowedMech.',
  messages: {
    endless: 'NTLM can never finish at {place}: neither GssapiConnectionBound nor GssapiUseSessions is On',
  },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'GssapiAllowedMech krb5 ntlmssp') }],
    ok: [
      { config: gssapiLocation('/a', 'GssapiAllowedMech krb5') },
      { config: gssapiLocation('/a', 'GssapiAllowedMech krb5 ntlmssp', 'GssapiConnectionBound On') },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi#gssapiconnectionbound'],
  on: {
    place(place, report, site) {
      const { allowedMechanisms, connectionBound, useSessions } = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiAllowedMech'));
      if (!at || connectionBound || useSessions) return;
      if (allowedMechanisms?.includes(mechanismOids.ntlmssp))
        report({ message: 'endless', at, fill: { place: place.title } });
    },
  },
});
