import { modSessionCookie } from '../directives/mod_session_cookie.js';
import { lowerings } from './lowering.js';

export const sessionCookie = lowerings(modSessionCookie, {
  SessionCookieName({ name, attributes }, to) {
    to.settings.cookie = { name, attributes };
  },
  SessionCookieName2({ name, attributes }, to) {
    to.settings.cookie2 = { name, attributes };
  },
  SessionCookieRemove(on, to) {
    to.settings.remove = on;
  },
});
