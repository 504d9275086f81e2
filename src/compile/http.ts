import { http } from '../directives/http.js';
import { lowerings } from './lowering.js';

export const httpCore = lowerings(http, {
  KeepAlive(on, to) {
    to.server.core.keepAlive = on;
  },
  KeepAliveTimeout(milliseconds, to) {
    to.server.core.keepAliveTimeout = milliseconds;
  },
  MaxKeepAliveRequests(count, to) {
    to.server.core.maxKeepAliveRequests = count;
  },
});
