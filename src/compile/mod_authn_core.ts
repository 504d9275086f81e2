import { modAuthnCore } from '../directives/mod_authn_core.js';
import { lowerings } from './lowering.js';

export const authnCore = lowerings(modAuthnCore, {
  AuthType(type, to) {
    to.settings.authType = type;
  },
  AuthName(name, to) {
    to.settings.authName = name;
  },
});
