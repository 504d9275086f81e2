import { mpmCommon } from '../directives/mpm_common.js';
import { append } from './draft.js';
import { lowerings, noEffect } from './lowering.js';

export const mpm = lowerings(mpmCommon, {
  Listen(address, to) {
    if (address.protocol !== undefined && address.protocol !== 'http')
      to.unserved(`Listen with ${address.protocol} is not served`, 'put a TLS terminating proxy in front');
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
