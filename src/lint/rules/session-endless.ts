import { insertAfter } from '../../syntax/edit-insert.js';
import { location } from '../example.js';
import { lintRule } from '../rule.js';

/** A cookie that browsers forget only when they end. */
export const sessionEndless = lintRule({
  id: 'session-endless',
  group: 'session',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'absence',
  summary: 'The session has no SessionMaxAge, and its cookie no end.',
  why: 'Without it the cookie tells browsers no end; it counts as long as the ticket did that made it.',
  remedy: 'Add SessionMaxAge with the seconds that a session may rest.',
  messages: { endless: 'the session of {place} has no end of its own' },
  examples: {
    bad: [{ config: session() }],
    ok: [
      { config: session('SessionMaxAge 3600') },
      { config: session('', 'path=/a;HttpOnly;Secure;Max-Age=3600') },
    ],
  },
  fixes: {
    endless: {
      safety: 'unsafe',
      title: 'add SessionMaxAge 3600',
      edit: (line) => insertAfter(line.at, [{ kind: 'directive', name: 'SessionMaxAge', args: ['3600'] }]),
    },
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi/issues/316',
    'https://httpd.apache.org/docs/2.4/mod/mod_session.html#sessionmaxage',
  ],
  on: {
    place(place, report, site) {
      const { enabled, maxAge } = place.settings.mod_session ?? {};
      const at = site.lineAt(place.originOf('mod_session', 'Session'));
      const { attributes = '' } = place.settings.mod_session_cookie?.cookie ?? {};
      if (/(?:^|;)\s*(?:max-age|expires)\s*=/i.test(attributes)) return;
      if (at && enabled && !maxAge && place.settings.mod_auth_gssapi?.useSessions)
        report({ message: 'endless', at, fill: { place: place.title } });
    },
  },
});

function session(more = '', attributes = 'path=/a;HttpOnly;Secure'): string {
  return location(
    '/a',
    'AuthType GSSAPI',
    'AuthName a',
    'Session On',
    `SessionCookieName s ${attributes}`,
    ...(more === '' ? [] : [more]),
    'GssapiUseSessions On',
    'GssapiSessionKey file:/var/lib/a.key',
    'Require valid-user',
  );
}
