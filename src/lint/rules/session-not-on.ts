import { insertAfter } from '../../syntax/edit-insert.js';
import { asksForLogin } from '../place.js';
import { lintRule } from '../rule.js';

/** GssapiUseSessions alone keeps nothing. */
export const sessionNotOn = lintRule({
  id: 'session-not-on',
  group: 'session',
  severity: 'warning',
  since: '0.1',
  judges: 'absence',
  summary: 'GssapiUseSessions is On, but there is no session to keep the login in.',
  why: 'mod_auth_gssapi keeps logins in a session of mod_session: without "Session On" there is none, and without SessionCookieName its cookie is never sent, so that every request logs in anew.',
  remedy: 'Add "Session On" and a SessionCookieName with HttpOnly and Secure.',
  messages: {
    off: 'no session is kept at {place}: "Session On" is missing',
    nameless: 'no session reaches the client at {place}: SessionCookieName is missing',
  },
  examples: {
    bad: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nGssapiUseSessions On\nGssapiSessionKey file:/var/lib/a.key\nRequire valid-user\n</Location>\n',
      },
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nSession On\nGssapiUseSessions On\nGssapiSessionKey file:/var/lib/a.key\nRequire valid-user\n</Location>\n',
      },
    ],
    ok: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nSession On\nSessionCookieName s path=/a;HttpOnly;Secure\nGssapiUseSessions On\nGssapiSessionKey file:/var/lib/a.key\nRequire valid-user\n</Location>\n',
      },
    ],
  },
  fixes: {
    off: {
      safety: 'unsafe',
      title: 'add Session On',
      edit: (line) => insertAfter(line.at, [{ kind: 'directive', name: 'Session', args: ['On'] }]),
    },
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/98'],
  on: {
    place(place, report, site) {
      const { mod_auth_gssapi, mod_session, mod_session_cookie } = place.settings;
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiUseSessions'));
      if (!mod_auth_gssapi?.useSessions || !at) return;
      // Where nobody logs in there is nothing to keep.
      if (place.target !== undefined && !asksForLogin(place)) return;
      const fill = { place: place.title };
      if (mod_session?.enabled !== true) report({ message: 'off', at, fill });
      else if (!mod_session_cookie?.cookie && !mod_session_cookie?.cookie2)
        report({ message: 'nameless', at, fill });
    },
  },
});
