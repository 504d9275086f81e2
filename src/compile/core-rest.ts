import type { coreRest } from '../directives/core-rest.js';
import { type Lowerings, noEffect } from './lowering.js';

/** How core's remaining directives become settings: most tune what is done in another way here. */
export const restLowerings: Lowerings<typeof coreRest, 'core'> = {
  PidFile(path, to) {
    to.server.core.pidFile = to.path(path);
  },
  MergeTrailers(on, to) {
    if (on) to.unserved('MergeTrailers On is not served', 'trailers are dropped: take the directive out');
  },
  ScoreBoardFile: noEffect,
  ExtendedStatus: noEffect,
  SeeRequestTail: noEffect,
  MaxConnectionsPerChild: noEffect,
  MaxRequestsPerChild: noEffect,
  CoreDumpDirectory: noEffect,
  MaxMemFree: noEffect,
  ThreadStackSize: noEffect,
  DefaultRuntimeDir: noEffect,
  Mutex: noEffect,
  ReadBufferSize: noEffect,
  FlushMaxThreshold: noEffect,
  FlushMaxPipelined: noEffect,
  Protocols: noEffect,
  ProtocolsHonorOrder: noEffect,
  LimitXMLRequestBody: noEffect,
  RegisterHttpMethod: noEffect,
};
