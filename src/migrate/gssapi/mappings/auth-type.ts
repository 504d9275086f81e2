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

/** AuthType Kerberos and KerberosV5 become AuthType GSSAPI. */
export const authType: SettingMapping = {
  id: 'auth-type',
  meaning:
    'AuthType Kerberos and KerberosV5 become AuthType GSSAPI. AuthType KerberosV4 has let nobody in since Kerberos 4 is gone, and goes on to do so.',
  reads: ['AuthType'],
  writes: ['AuthType'],
  choice: kerberos4,
  translate(set, { take }) {
    const type = lastLine(set, 'AuthType');
    if (!type) return undefined;
    const old = /v4/i.test(writtenRaw(type));
    if (!old)
      return {
        kind: 'rewritten',
        items: [line('AuthType', 'GSSAPI')],
        message: 'mod_auth_gssapi takes the logins.',
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
