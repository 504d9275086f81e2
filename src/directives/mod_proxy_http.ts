import { apacheModule } from './define.js';

/** mod_proxy_http: HTTP as the protocol towards applications; it has no directives. */
export const modProxyHttp = apacheModule({
  name: 'mod_proxy_http',
  identifier: 'proxy_http_module',
  sections: 'merge',
  directives: {},
});
