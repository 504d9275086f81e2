import { modSessionCookie } from '../directives/mod_session_cookie.js';
import { lowerings } from './lowering.js';

/** What httpd sends behind a cookie whose line names no attributes (util_cookies.h). */
const withoutAttributes = 'HttpOnly;Secure;Version=1';

export const sessionCookie = lowerings(modSessionCookie, {
  SessionCookieName({ name, attributes }, to) {
    to.settings.cookie = { name, attributes: attributes || withoutAttributes };
  },
  SessionCookieName2({ name, attributes }, to) {
    to.settings.cookie2 = { name, attributes: attributes || withoutAttributes };
  },
  SessionCookieRemove(on, to) {
    to.settings.remove = on;
  },
});
