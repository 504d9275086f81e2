import { modSession } from '../directives/mod_session.js';
import { append } from './draft.js';
import { lowerings } from './lowering.js';

export const session = lowerings(modSession, {
  Session(on, to) {
    to.settings.enabled = on;
  },
  SessionMaxAge(seconds, to) {
    if (Number.isSafeInteger(seconds)) to.settings.maxAge = seconds;
    else
      to.unserved(
        'SessionMaxAge of so many seconds is not served',
        'write 0 for sessions without an end; httpd takes this number for an end long ago',
      );
  },
  SessionHeader(name, to) {
    to.settings.header = name;
  },
  SessionEnv(on, to) {
    to.settings.env = on;
  },
  SessionExpiryUpdateInterval(seconds, to) {
    to.settings.expiryUpdateInterval = seconds;
  },
  SessionInclude(prefix, to) {
    to.settings.include = append(to.settings.include, prefix);
  },
  SessionExclude(prefix, to) {
    to.settings.exclude = append(to.settings.exclude, prefix);
  },
});
