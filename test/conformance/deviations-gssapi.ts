import type { Deviation } from './deviations.js';

/** Meant differences from mod_auth_gssapi beyond those of every login. */
export const gssapiDeviations: readonly Deviation[] = [
  {
    id: 'attributes-whole',
    apache:
      'GssapiRequiredNameAttributes lets in whoever has a value that is only the beginning of the required one',
    kerbgate: 'values are compared whole: 403',
    why: 'who needs to have proven "strongest" must not come in with "strong"',
    covers: ({ fixture, request, apache, kerbgate }) =>
      fixture.configuration.includes('GssapiRequiredNameAttributes auth-indicators=strongest') &&
      request.target === '/env/longer' &&
      apache?.status === 200 &&
      kerbgate.status === 403,
  },
];
