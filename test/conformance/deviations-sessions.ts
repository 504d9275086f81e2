import type { Deviation } from './deviations.js';

/** Meant differences in what sealed sessions open. */
export const sessionDeviations: readonly Deviation[] = [
  {
    id: 'session-demands',
    apache:
      'a session opens every place with its key, also one that demands TLS, mechanisms, attributes, local names or no passwords, which its login was never measured by',
    kerbgate:
      'a session counts where all that the place demands was checked at its login; one that Apache made counts where every place with its key demands as much',
    why: 'the place with the weakest demands must not open the others',
    covers: ({ fixture, request, apache, kerbgate }) =>
      /(?:GssapiSessionKey[\s\S]*){2}/.test(fixture.configuration) &&
      /session/.test(request.credential) &&
      apache?.status === 200 &&
      kerbgate.status === 401,
  },
  {
    id: 'impersonated-sessions',
    apache:
      'GssapiImpersonate beside GssapiUseSessions makes a session, which opens AuthType GSSAPI places with the same key',
    kerbgate:
      'no session is made, and one that Apache has made opens no place whose key stands beside GssapiImpersonate',
    why: 'whoever has a password of another kind must not come in where Kerberos is asked for',
    covers: ({ fixture, request, apache, kerbgate }) =>
      fixture.configuration.includes('GssapiImpersonate On') &&
      fixture.configuration.includes('GssapiUseSessions On') &&
      apache?.status === 200 &&
      (/session/.test(request.credential)
        ? kerbgate.status === 401
        : apache.environment?.AUTH_TYPE === 'Impersonate' &&
          kerbgate.status === 200 &&
          kerbgate.environment?.AUTH_TYPE === 'Impersonate' &&
          kerbgate.headers['set-cookie'] === undefined),
  },
];
