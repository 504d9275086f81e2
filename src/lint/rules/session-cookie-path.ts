import { sessionLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** A cookie that never comes back. */
export const sessionCookiePath = lintRule({
  id: 'session-cookie-path',
  group: 'session',
  severity: 'error',
  since: '0.1',
  summary: 'The session cookie is for another path, or for TLS only in a server without it.',
  why: 'Browsers send a cookie back only below its path, and one with Secure only over TLS: otherwise every request logs in anew.',
  remedy: 'Write the path of the Location, and serve it over TLS.',
  messages: {
    path: 'the cookie is for {path}, so that it never comes back to {target}',
    clear: 'the cookie is for TLS only, and {server} has none',
  },
  examples: {
    bad: [
      { config: sessionLocation('/app', 's path=/private;HttpOnly;Secure') },
      { config: `Listen 80\n${sessionLocation('/app', 's path=/app;HttpOnly;Secure')}` },
    ],
    ok: [
      { config: sessionLocation('/app', 's path=/app;HttpOnly;Secure') },
      { config: sessionLocation('/app', 's path=/;HttpOnly;Secure') },
    ],
  },
  sources: ['https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4'],
  on: {
    place(place, report, site) {
      const { cookie } = place.settings.mod_session_cookie ?? {};
      const at = site.lineAt(place.originOf('mod_session_cookie', 'SessionCookieName'));
      if (!cookie || !at || place.target === undefined || place.settings.mod_session?.enabled !== true)
        return;
      const path = /(?:^|;)\s*path=([^;]*)/i.exec(cookie.attributes)?.[1]?.trim();
      const covers = path === undefined || `${place.target}/`.startsWith(path.replace(/\/?$/, '/'));
      if (!covers) report({ message: 'path', at, fill: { path, target: place.target } });
      if (place.server.tls === false && /(?:^|;)\s*secure\s*(?:;|$)/i.test(cookie.attributes))
        report({ message: 'clear', at, fill: { server: place.server.title } });
    },
  },
});
