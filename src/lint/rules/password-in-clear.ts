import { authTypeOf, type Place } from '../place.js';
import { lintRule } from '../rule.js';

/** Passwords asked for where everybody can read them. */
export const passwordInClear = lintRule({
  id: 'password-in-clear',
  group: 'leaks',
  severity: 'error',
  since: '0.1',
  summary: 'Passwords are asked for over connections without TLS.',
  why: 'Basic sends name and password as they are: whoever sees the connection has them, and Kerberos passwords open everything the user may use.',
  remedy:
    'Serve the place over TLS only, or, where tickets are taken as well, switch passwords off: GssapiBasicAuth Off, KrbMethodK5Passwd Off.',
  messages: {
    asked: '{server} has no TLS, and asks for passwords at {target}: {because}',
  },
  examples: {
    bad: [
      {
        config:
          'Listen 80\n<Location /a>\nAuthType GSSAPI\nAuthName a\nGssapiBasicAuth On\nRequire valid-user\n</Location>\n',
      },
      {
        config:
          'Listen 80\n<VirtualHost *:80>\nServerName a.test\n<Location /a>\nAuthType Kerberos\nAuthName a\nRequire valid-user\n</Location>\n</VirtualHost>\n',
      },
    ],
    ok: [
      {
        config: 'Listen 80\n<Location /a>\nAuthType GSSAPI\nAuthName a\nRequire valid-user\n</Location>\n',
      },
      {
        config:
          'Listen 443\nSSLEngine On\nSSLCertificateFile /etc/a.pem\n<Location /a>\nAuthType GSSAPI\nAuthName a\nGssapiBasicAuth On\nRequire valid-user\n</Location>\n',
      },
    ],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi#readme',
    'https://www.rfc-editor.org/rfc/rfc7617#section-4',
  ],
  on: {
    place(place, report, site) {
      if (place.server.tls !== false) return;
      const proof = place.prove({ kind: 'password-in-clear' });
      const [module, directive, because] = causeOf(place);
      const at =
        site.lineAt(place.originOf(module, directive)) ??
        site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      if (!proof || !at) return;
      report({
        message: 'asked',
        at,
        fill: { server: place.server.title, target: place.target!, because },
        proof,
      });
    },
  },
});

function causeOf(
  place: Place,
): readonly ['mod_auth_gssapi' | 'mod_auth_kerb' | 'mod_authn_core', string, string] {
  const type = authTypeOf(place);
  if (type === 'gssapi') return ['mod_auth_gssapi', 'GssapiBasicAuth', 'GssapiBasicAuth is On'];
  if (type?.startsWith('kerberos'))
    return place.settings.mod_auth_kerb?.methodK5Passwd === undefined
      ? ['mod_authn_core', 'AuthType', 'KrbMethodK5Passwd is On unless it is switched off']
      : ['mod_auth_kerb', 'KrbMethodK5Passwd', 'KrbMethodK5Passwd is On'];
  return ['mod_authn_core', 'AuthType', 'AuthType is Basic'];
}
