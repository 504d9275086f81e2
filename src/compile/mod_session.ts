import { modSession } from '../directives/mod_session.js';
import { append } from './draft.js';
import { lowerings } from './lowering.js';

export const session = lowerings(modSession, {
  Session(on, to) {
    to.settings.enabled = on;
  },
  SessionMaxAge(seconds, to) {
    to.settings.maxAge = seconds;
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
