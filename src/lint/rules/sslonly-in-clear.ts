import { gssapiLocation } from '../example.js';
import { anybody } from '../proofs.js';
import { lintRule } from '../rule.js';

/** GssapiSSLonly where there is no TLS. */
export const sslonlyInClear = lintRule({
  id: 'sslonly-in-clear',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'GssapiSSLonly is On in a server without TLS: nobody can log in.',
  why: 'mod_auth_gssapi looks at the connection to httpd itself: without TLS, or behind a proxy that ends it, every login is refused. The challenge is sent all the same, so with GssapiBasicAuth On browsers send passwords in the clear first.',
  remedy:
    'Redirect to https outside of the login, and set GssapiSSLonly in the server with TLS only; behind a proxy that ends TLS switch it off.',
  messages: {
    refused: '{server} has no TLS: every login at {target} is refused',
    sent: '{server} has no TLS: at {target} passwords are asked for in the clear, and then refused',
  },
  examples: {
    bad: [
      { config: `Listen 80\n${gssapiLocation('/a', 'GssapiSSLonly On')}` },
      { config: `Listen 80\n${gssapiLocation('/a', 'GssapiSSLonly On', 'GssapiBasicAuth On')}` },
    ],
    ok: [
      { config: gssapiLocation('/a', 'GssapiSSLonly On') },
      {
        config: `Listen 443\nSSLEngine On\nSSLCertificateFile /etc/a.pem\n${gssapiLocation('/a', 'GssapiSSLonly On')}`,
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi#gssapisslonly'],
  on: {
    place(place, report, site) {
      const { sslOnly, basicAuth } = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiSSLonly'));
      if (!sslOnly || !at || place.server.tls !== false) return;
      const proof = place.prove({ kind: 'status', status: 401 }, { login: anybody });
      const fill = { server: place.server.title, target: place.target ?? place.title };
      if (proof) report({ message: basicAuth ? 'sent' : 'refused', at, fill, proof });
    },
  },
});
