import { authTypeOf } from '../../../lint/place.js';
import { requiresIn } from '../../../lint/requirements.js';
import { oncePerSite, type Site } from '../../../lint/site.js';
import { lastLine, writtenRaw } from '../krb-set.js';
import { line, type SettingMapping, withoutEquivalent } from '../mapping.js';

const kerberos4 = {
  id: 'kerberos-v4',
  options: [
    { value: 'refuse', meaning: 'nobody can log in, as before' },
    { value: 'gssapi', meaning: 'users log in with Kerberos 5' },
  ],
} as const;

/** No module knows it, so that an error is all there is where a login is asked for or Require is missing; None would let in there. */
const refused = 'Refused';

/** Whether Require asks a request within the server for something else than the request that it serves: the method or the path. */
const dependsOnRequest = oncePerSite((site: Site): boolean =>
  site.places.some(
    (place) =>
      authTypeOf(place)?.startsWith('kerberos') &&
      requiresIn(place.settings.mod_authz_core?.rule).some(
        ({ methods, test }) => methods !== undefined || varying.has(test.provider),
      ),
  ),
);

const varying: ReadonlySet<string> = new Set(['method', 'expr', 'env']);

/** AuthType Kerberos and KerberosV5 become AuthType GSSAPI. */
export const authType: SettingMapping = {
  id: 'auth-type',
  meaning:
    'AuthType Kerberos and KerberosV5 become AuthType GSSAPI. AuthType KerberosV4 has let nobody in since Kerberos 4 is gone, and goes on to do so.',
  reads: ['AuthType'],
  writes: ['AuthType'],
  choice: kerberos4,
  translate(set, { site, take }) {
    const type = lastLine(set, 'AuthType');
    if (!type) return undefined;
    const old = /v4/i.test(writtenRaw(type));
    if (!old)
      return {
        kind: 'rewritten',
        items: [line('AuthType', 'GSSAPI')],
        message: 'mod_auth_gssapi takes the logins.',
        ...(dependsOnRequest(site) && {
          message:
            'mod_auth_gssapi takes the logins. Without mod_auth_kerb httpd does not ask Require again for a request within the server that comes to the same configuration, as for the index of a folder: what it demands of methods and paths counts for the request of the client alone. Name such an index in a section of its own where it has to be asked.',
          mayChange: ['granted-inside'],
        }),
      };
    const taken = take(kerberos4);
    if (taken === 'gssapi')
      return {
        kind: 'choice',
        taken,
        items: [line('AuthType', 'GSSAPI')],
        message: 'Kerberos 4 is gone, and nobody could log in here. Users can now, with Kerberos 5.',
        mayChange: ['granted', 'status', 'challenges'],
      };
    return {
      kind: 'choice',
      taken,
      items: [withoutEquivalent(`AuthType ${writtenRaw(type)}`, kerberos4.id), line('AuthType', refused)],
      message:
        'Kerberos 4 is gone, and nobody could log in here. This stays so; the answer is now an error of the server, for a folder, too, whose index page this AuthType counts for.',
      mayChange: ['granted', 'status', 'challenges'],
    };
  },
};
