import { apacheModule } from './define.js';

/** mod_authz_user: the providers of `Require user` and `Require valid-user`; it has no directives. */
export const modAuthzUser = apacheModule({
  name: 'mod_authz_user',
  identifier: 'authz_user_module',
  sections: 'merge',
  directives: {},
});
