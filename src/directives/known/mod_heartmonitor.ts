import type { ModuleChecks } from './check.js';
import { addressOnce } from './heartbeat-address.js';
import { atoi, first } from './judge.js';

/** What mod_heartmonitor refuses. */
export const heartmonitorChecks: ModuleChecks = {
  HeartbeatListen: addressOnce({
    unparsable: 'Unable to parse multicast address.',
    noHost: 'No host provided in multicast address',
    noPort: 'No port provided in multicast address',
    unresolved: 'apr_sockaddr_info_get failed on multicast address',
  }),
  HeartbeatMaxServers: first((value) => {
    const most = atoi(value);
    return most === 0 || most >= 10
      ? undefined
      : 'HeartbeatMaxServers: Should be 0 for file storage, or greater or equal than 10 for slotmem';
  }),
};
