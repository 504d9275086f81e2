import { modAuthBasic } from '../directives/mod_auth_basic.js';
import { appendAll } from './draft.js';
import { lowerings } from './lowering.js';
import { providerUses } from './password-providers.js';

export const authBasic = lowerings(modAuthBasic, {
  AuthBasicProvider(names, to) {
    to.settings.providers = appendAll(to.settings.providers, providerUses(names, to));
  },
  AuthBasicAuthoritative(on, to) {
    to.settings.authoritative = on;
  },
  AuthBasicFake(login, to) {
    to.settings.fake = login;
  },
  AuthBasicUseDigestAlgorithm(algorithm, to) {
    to.settings.digestAlgorithm = algorithm;
  },
});
