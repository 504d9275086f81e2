import { modAuthnFile } from '../directives/mod_authn_file.js';
import { lowerings } from './lowering.js';

export const authnFile = lowerings(modAuthnFile, {
  AuthUserFile(path, to) {
    to.settings.userFile = to.path(path);
  },
});
