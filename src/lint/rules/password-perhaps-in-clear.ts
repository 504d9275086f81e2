import { gssapiLocation } from '../example.js';
import { authTypeOf } from '../place.js';
import { lintRule } from '../rule.js';

/** Passwords asked for where nothing says that there is TLS. */
export const passwordPerhapsInClear = lintRule({
  id: 'password-perhaps-in-clear',
  group: 'leaks',
  severity: 'note',
  since: '0.1',
  strict: true,
  summary: 'Passwords are asked for, and the text does not say that the place is for TLS only.',
  why: 'A part of a configuration may be read by a server without TLS, too: then name and password go over the wire as they are.',
  remedy: 'Write "SSLRequireSSL" beside it, or "GssapiSSLonly On", or switch passwords off.',
  messages: { asked: '{target} asks for passwords, and nothing here says that it is for TLS only' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'GssapiBasicAuth On') }],
    ok: [
      { config: gssapiLocation('/a', 'GssapiBasicAuth On', 'SSLRequireSSL') },
      { config: gssapiLocation('/a', 'GssapiBasicAuth Off') },
    ],
  },
  sources: ['https://www.rfc-editor.org/rfc/rfc7617#section-4'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      if (!at || place.server.tls !== undefined || authTypeOf(place) === undefined) return;
      // The port is that of TLS, wherever it is switched on.
      if (place.server.virtualHost?.addresses.some(({ port }) => port === 443)) return;
      const { mod_ssl, mod_auth_gssapi } = place.settings;
      if (mod_ssl?.requireSsl || mod_auth_gssapi?.sslOnly) return;
      const proof = place.prove({ kind: 'password-in-clear' });
      if (proof) report({ message: 'asked', at, fill: { target: place.target! }, proof });
    },
  },
});
