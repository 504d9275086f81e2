import { modProxyConnect } from '../directives/mod_proxy_connect.js';
import { appendAll } from './draft.js';
import { lowerings } from './lowering.js';

export const proxyConnect = lowerings(modProxyConnect, {
  AllowCONNECT(ranges, to) {
    const { mod_proxy } = to.server;
    mod_proxy.connectPorts = appendAll(mod_proxy.connectPorts, ranges);
  },
});
