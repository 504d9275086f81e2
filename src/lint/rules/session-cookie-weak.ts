import { sessionLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** A cookie that is a login, without what protects it. */
export const sessionCookieWeak = lintRule({
  id: 'session-cookie-weak',
  group: 'leaks',
  severity: 'error',
  since: '0.1',
  judges: 'settings',
  summary: 'The session cookie lacks HttpOnly or Secure.',
  why: 'Whoever has the cookie is logged in: without HttpOnly scripts can read it, without Secure it goes over connections that everybody can read. mod_session_cookie adds them only where no attribute is given at all.',
  remedy: 'Write them out: SessionCookieName NAME path=/;HttpOnly;Secure.',
  messages: { weak: 'the cookie of the session lacks {lacking}' },
  examples: {
    bad: [{ config: sessionLocation('/a', 's path=/a') }],
    ok: [
      { config: sessionLocation('/a', 's path=/a;HttpOnly;Secure') },
      { config: sessionLocation('/a', 's'), also: ['session-cookie-pathless'] },
    ],
  },
  sources: [
    'https://httpd.apache.org/docs/2.4/mod/mod_session_cookie.html',
    'https://www.rfc-editor.org/rfc/rfc6265#section-8',
  ],
  on: {
    place(place, report, site) {
      const { cookie } = place.settings.mod_session_cookie ?? {};
      const at = site.lineAt(place.originOf('mod_session_cookie', 'SessionCookieName'));
      if (!cookie || !at || place.settings.mod_session?.enabled !== true || cookie.attributes.trim() === '')
        return;
      const words = cookie.attributes
        .toLowerCase()
        .split(';')
        .map((each) => each.trim());
      const lacking = ['HttpOnly', 'Secure'].filter((each) => !words.includes(each.toLowerCase()));
      if (lacking.length > 0 && !(place.server.tls === false && lacking.join() === 'Secure'))
        report({ message: 'weak', at, fill: { lacking: lacking.join(' and ') } });
    },
  },
});
