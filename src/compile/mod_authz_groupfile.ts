import { modAuthzGroupfile } from '../directives/mod_authz_groupfile.js';
import { lowerings } from './lowering.js';

export const authzGroupfile = lowerings(modAuthzGroupfile, {
  AuthGroupFile(path, to) {
    to.settings.groupFile = to.path(path);
  },
});
