import { modAuthnAnon } from '../directives/mod_authn_anon.js';
import { appendAll } from './draft.js';
import { lowerings } from './lowering.js';

export const authnAnon = lowerings(modAuthnAnon, {
  Anonymous(names, to) {
    if (names.includes('*')) to.settings.anyUser = true;
    const users = names.filter((name) => name !== '*');
    if (users.length > 0) to.settings.users = appendAll(to.settings.users, users);
  },
  Anonymous_MustGiveEmail(on, to) {
    to.settings.mustGiveEmail = on;
  },
  Anonymous_NoUserId(on, to) {
    to.settings.noUserId = on;
  },
  Anonymous_VerifyEmail(on, to) {
    to.settings.verifyEmail = on;
  },
  Anonymous_LogEmail(on, to) {
    to.settings.logEmail = on;
  },
});
