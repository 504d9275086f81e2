import { sessionLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** A cookie that counts for one folder only. */
export const sessionCookiePathless = lintRule({
  id: 'session-cookie-pathless',
  group: 'session',
  severity: 'warning',
  since: '0.1',
  judges: 'settings',
  summary: 'The session cookie has no path: browsers send it back to the folder alone that it came from.',
  why: 'A cookie without path= counts below the folder of the URL whose answer brought it. Each other folder logs in anew and has a session of its own, and what ends one leaves the others.',
  remedy: 'Add path= with the path of the section, such as path=/.',
  messages: { pathless: 'the cookie {name} has no path=: each folder of {place} has a session of its own' },
  examples: {
    bad: [{ config: sessionLocation('/app', 's HttpOnly;Secure') }, { config: sessionLocation('/app', 's') }],
    ok: [{ config: sessionLocation('/app', 's path=/app;HttpOnly;Secure') }],
  },
  sources: [
    'https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4',
    'https://httpd.apache.org/docs/2.4/mod/mod_session_cookie.html#sessioncookiename',
  ],
  on: {
    place(place, report, site) {
      const { cookie } = place.settings.mod_session_cookie ?? {};
      const at = site.lineAt(place.originOf('mod_session_cookie', 'SessionCookieName'));
      if (!cookie || !at || place.settings.mod_session?.enabled !== true) return;
      if (!/(?:^|;)\s*path\s*=/i.test(cookie.attributes))
        report({ message: 'pathless', at, fill: { name: cookie.name, place: place.title } });
    },
  },
});
