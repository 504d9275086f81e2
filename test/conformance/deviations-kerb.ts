import { challengesOf } from './deviation-shapes.js';
import type { Deviation } from './deviations.js';

/** The differences from mod_auth_kerb that are meant. */
export const kerbDeviations: readonly Deviation[] = [
  {
    id: 'malformed-negotiate',
    apache:
      'mod_auth_kerb answers 500 to an empty Negotiate token, to NTLM tokens in most configurations, and where the mechanism wants another leg',
    kerbgate: '401 with the challenge of any failed Negotiate',
    why: 'what a client sends is not an error of the server; nobody is let in either way',
    covers: ({ request, apache, kerbgate }) =>
      apache === undefined &&
      request.expectation?.status === 500 &&
      /^raw:"Negotiate( TlRM|")/.test(request.credential) &&
      kerbgate.status === 401 &&
      !challengesOf(kerbgate).some((challenge) => challenge.startsWith('Negotiate')),
  },
  {
    id: 'kdc-verified',
    apache: 'KrbVerifyKDC Off believes any KDC that knows the password',
    kerbgate: 'the KDC is always verified with the key in the keytab, with a warning for Off',
    why: 'whoever can answer for the KDC could log anybody in',
  },
  {
    id: 'realms-whole',
    apache:
      'KrbAuthRealms lets in realms of which a configured word is only the beginning, in any case of letters, and names with a backslash in front of the realm',
    kerbgate: 'realms are compared whole and as written; such names are refused',
    why: 'EXAMPLE must not let EXAMPLE.EVIL in',
  },
  {
    id: 'one-realm',
    apache: 'mod_auth_kerb tries all the realms that a client names behind the @, with blanks between them',
    kerbgate: 'blanks belong to no realm',
    why: 'one request must not become as many questions to KDCs as a client likes',
  },
  {
    id: 'connection-memory',
    apache:
      'mod_auth_kerb lets the same credentials in again on a connection, whatever the other place demands',
    kerbgate: 'only under the same settings',
    why: 'a place without passwords must not be opened by one with passwords',
  },
  {
    id: 'own-keytab',
    apache:
      'the Krb5Keytab of one place holds for places without one, too, as soon as a token has been accepted with it in the same process',
    kerbgate: 'a place without Krb5Keytab has the default keytab of the library',
    why: 'who is let in must not depend on which requests came before',
  },
  {
    id: 'any-key',
    apache:
      'with KrbServiceName Any a login by password releases the keytab twice, which crashes the worker, and an empty keytab counts as verification',
    kerbgate: 'the keys of the keytab are tried until the KDC has proven that it knows one',
    why: 'a login must not end a server process; without a key nobody gets in',
  },
  {
    id: 'replays',
    apache: 'mod_auth_kerb switches the replay cache off',
    kerbgate:
      'tokens are accepted once, as far as the Kerberos library keeps its replay cache (KRB5RCACHENAME)',
    why: 'a token seen on the wire must not log somebody else in',
  },
];
