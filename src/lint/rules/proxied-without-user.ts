import { gssapiLocation } from '../example.js';
import { asksForLogin } from '../place.js';
import { anybody } from '../proofs.js';
import { lintRule } from '../rule.js';

/** An application that is not told who has logged in. */
export const proxiedWithoutUser = lintRule({
  id: 'proxied-without-user',
  group: 'headers',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'server',
  summary: 'A request is passed on after a login, and nothing in it tells who has logged in.',
  why: 'REMOTE_USER is a variable of this server: an application behind a proxy sees request fields alone.',
  remedy:
    'Write RequestHeader set X-Remote-User "expr=%{REMOTE_USER}" in the section, and RequestHeader unset X-Remote-User for the whole server.',
  messages: { silent: 'the application behind {target} is not told who has logged in' },
  examples: {
    bad: [{ config: `ProxyPass /a http://127.0.0.1:8080/a\n${gssapiLocation('/a')}` }],
    ok: [
      {
        config: `RequestHeader unset X-User\nProxyPass /a http://127.0.0.1:8080/a\n${gssapiLocation('/a', 'RequestHeader set X-User "expr=%{REMOTE_USER}"')}`,
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/143'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      const seen = place.ask({ login: anybody });
      if (!at || seen?.run !== 'proxy' || seen.user === undefined || !asksForLogin(place)) return;
      const name = seen.user.replace(/@.*/, '');
      if (seen.requestFields.some(([, value]) => value.includes(name))) return;
      report({ message: 'silent', at, fill: { target: place.target! } });
    },
  },
});
