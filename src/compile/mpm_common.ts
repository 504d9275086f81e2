import { mpmCommon } from '../directives/mpm_common.js';
import { append } from './draft.js';
import { lowerings, noEffect } from './lowering.js';

export const mpm = lowerings(mpmCommon, {
  Listen(address, to) {
    const protocol = address.protocol?.toLowerCase() ?? 'http';
    if (protocol === 'https' && !to.loaded('mod_ssl'))
      to.unserved('Listen with https is not served without mod_ssl', 'load mod_ssl and write SSLEngine on');
    else if (protocol !== 'http' && protocol !== 'https')
      to.unserved(`Listen with ${address.protocol} is not served`, 'only http and https are spoken');
    to.server.core.listen = append(to.server.core.listen, address);
  },
  ListenBacklog: noEffect,
  ListenCoresBucketsRatio: noEffect,
  SendBufferSize: noEffect,
  ReceiveBufferSize: noEffect,
  ListenTCPDeferAccept: noEffect,
  GracefulShutdownTimeout: noEffect,
  StartServers: noEffect,
  ServerLimit: noEffect,
  MinSpareThreads: noEffect,
  MaxSpareThreads: noEffect,
  MinSpareServers: noEffect,
  MaxSpareServers: noEffect,
  MaxClients: noEffect,
  MaxRequestWorkers: noEffect,
  ThreadsPerChild: noEffect,
  ThreadLimit: noEffect,
  AsyncRequestWorkerFactor: noEffect,
});
