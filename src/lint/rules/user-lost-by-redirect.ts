import { gssapiLocation } from '../example.js';
import { anybody } from '../proofs.js';
import { lintRule } from '../rule.js';

/** A login that the script behind it does not see. */
export const userLostByRedirect = lintRule({
  id: 'user-lost-by-redirect',
  group: 'headers',
  severity: 'warning',
  since: '0.1',
  judges: 'server',
  summary:
    'A place asks for a login and leads on inside the server to one that does not: REMOTE_USER is empty there.',
  why: 'Behind an internal redirect the sections of the new path count. Where those ask for no login nobody is logged in: the program has the name in REDIRECT_REMOTE_USER alone.',
  remedy:
    'Ask for the login at the path that the request ends at, too, or have the program read REDIRECT_REMOTE_USER.',
  messages: {
    lost: '{target} asks for a login, and leads on to a path without one: REMOTE_USER is empty there',
  },
  examples: {
    bad: [
      {
        config: gssapiLocation('/login', 'RewriteEngine On', 'RewriteRule ^ /index.php [L]'),
      },
    ],
    ok: [{ config: gssapiLocation('/login', 'RewriteEngine On', 'RewriteRule ^ /login/index.php [END]') }],
  },
  sources: [
    'https://httpd.apache.org/docs/2.4/custom-error.html',
    'https://github.com/gssapi/mod_auth_gssapi/issues/297',
  ],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      if (!at) return;
      for (const files of ['there', 'missing'] as const) {
        const seen = place.ask({ login: anybody, files });
        if (seen?.exchange.user === undefined || seen.exchange.next === undefined) continue;
        const proof = place.prove({ kind: 'user-lost' }, { login: anybody, files });
        if (!proof) continue;
        report({ message: 'lost', at, fill: { target: place.target! }, proof });
        return;
      }
    },
  },
});
