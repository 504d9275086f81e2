import type { ModuleChecks } from './check.js';
import { addressOnce } from './heartbeat-address.js';

/** What mod_heartbeat refuses. */
export const heartbeatChecks: ModuleChecks = {
  HeartbeatAddress: addressOnce({
    unparsable: 'Unable to parse address.',
    noHost: 'No host provided in address',
    noPort: 'No port provided in address',
    unresolved: 'apr_sockaddr_info_get failed.',
  }),
};
