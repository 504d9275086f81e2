import type { Deviation } from './deviations.js';

/** Meant differences where httpd answers with whatever stands in its memory. */
export const memoryDeviations: readonly Deviation[] = [
  {
    id: 'groups-of-no-search',
    apache:
      'after RewriteCond expr and in SetEnvIfExpr, %1 or $1 of an expression that has searched with no pattern is whatever stands in memory; at times the process crashes',
    kerbgate: 'it is empty',
    why: 'memory of other requests must reach no client, and none must end a server process',
  },
];
