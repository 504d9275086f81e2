import { onlyDiffersIn } from './deviation-shapes.js';
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
  {
    id: 'redirect-of-all',
    apache:
      'Redirect 410, a status without a path, crashes the process where it stands outside of sections, at each request that is led to no upstream',
    kerbgate: 'every path is answered with that status',
    why: 'a request must not end a server process',
  },
  {
    id: 'bound-name',
    apache:
      'GSS_NAME of a login that a bound connection has made before is whatever stands in memory that was given back',
    kerbgate: 'the name of the login',
    why: 'memory of other requests must reach no program, and GSS_NAME is what programs go by',
    covers: ({ fixture, apache, kerbgate }) =>
      /GssapiConnectionBound on/i.test(fixture.configuration) &&
      onlyDiffersIn(/^CGI (?:REDIRECT_)*GSS_NAME$/, apache, kerbgate),
  },
];
