import { isOn, lastLine, writtenRaw } from '../krb-set.js';
import { type SettingMapping, withoutEquivalent } from '../mapping.js';

/** What to do where the KDC was not verified; also looked at for GssapiBasicAuth. */
export const verifyChoice = {
  id: 'krb-verify-kdc',
  options: [
    { value: 'verify', meaning: 'passwords need a keytab that holds the key of the service, as tickets do' },
    { value: 'no-passwords', meaning: 'no passwords are taken, until there is such a keytab' },
  ],
} as const;

/** mod_auth_gssapi always verifies the KDC. */
export const krbVerifyKdc: SettingMapping = {
  id: 'krb-verify-kdc',
  meaning:
    'mod_auth_gssapi always verifies that the right KDC has checked a password, for which it needs a keytab with the key of the service. KrbVerifyKDC Off, which let anybody in who could answer for the KDC, has no equivalent.',
  reads: ['KrbVerifyKDC'],
  writes: [],
  choice: verifyChoice,
  translate(set, { take }) {
    const said = lastLine(set, 'KrbVerifyKDC');
    if (!said) return undefined;
    if (isOn(set, 'KrbVerifyKDC', true))
      return { kind: 'dropped', items: [], message: 'mod_auth_gssapi always verifies the KDC.' };
    const taken = take(verifyChoice);
    return {
      kind: 'choice',
      taken,
      items: [withoutEquivalent(`KrbVerifyKDC ${writtenRaw(said)}`, verifyChoice.id)],
      message:
        'The KDC is verified now: passwords are taken only with a keytab that has the key of this service.',
      mayChange: ['granted', 'status'],
    };
  },
};
