import { apacheModule } from './define.js';

/** mod_authz_host: the providers of `Require ip`, `host`, `forward-dns` and `local`; it has no directives. */
export const modAuthzHost = apacheModule({
  name: 'mod_authz_host',
  identifier: 'authz_host_module',
  sections: 'merge',
  directives: {},
});
