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
];
