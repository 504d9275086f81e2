import { authTypeOf } from '../../../lint/place.js';
import { oncePerSite, type Site } from '../../../lint/site.js';
import { isOn, lastLine } from '../krb-set.js';
import { line, type SettingMapping } from '../mapping.js';
import { namesNoRealm, realmsChoice } from './krb-auth-realms.js';
import { verifyChoice } from './krb-verify-kdc.js';

const choice = {
  id: 'krb-basic',
  options: [
    { value: 'keep', meaning: 'passwords are asked for and checked at the KDC, as before' },
    { value: 'drop', meaning: 'only tickets are taken' },
  ],
} as const;

/** Whether some requests may log in with a password. */
const takesPasswords = oncePerSite((site: Site): boolean =>
  site.places.some(
    (place) =>
      authTypeOf(place)?.startsWith('kerberos') && place.settings.mod_auth_kerb?.methodK5Passwd !== false,
  ),
);

/** Passwords: on by default in mod_auth_kerb, off in mod_auth_gssapi. */
export const krbMethodK5Passwd: SettingMapping = {
  id: 'krb-basic',
  meaning:
    'mod_auth_kerb takes passwords unless KrbMethodK5Passwd is Off, mod_auth_gssapi only with GssapiBasicAuth On: the default is written out. Use TLS wherever passwords are sent.',
  reads: ['KrbMethodK5Passwd'],
  writes: ['GssapiBasicAuth', 'GssapiBasicAuthMech'],
  choice,
  translate(set, { site, take }) {
    const said = lastLine(set, 'KrbMethodK5Passwd');
    if (!isOn(set, 'KrbMethodK5Passwd', true)) {
      const items = set.explicit ? [line('GssapiBasicAuth', 'Off')] : [];
      return {
        kind: set.explicit ? 'rewritten' : 'dropped',
        items,
        message: 'mod_auth_gssapi takes no passwords unless it is told to.',
        ...(takesPasswords(site) && {
          message:
            'mod_auth_gssapi takes no passwords unless it is told to. But it does not ask again within a request, as for the index of a folder or after an internal redirect: who has given a password elsewhere, where it was taken, is let in here with it. To keep tickets alone, demand AUTH_TYPE Negotiate beside Require.',
          mayChange: ['granted-inside'],
        }),
      };
    }
    const unverified = !isOn(set, 'KrbVerifyKDC', true) && take(verifyChoice) === 'no-passwords';
    const taken = take(choice);
    const unnamed = namesNoRealm(set) && take(realmsChoice) === 'require';
    if (taken === 'drop' || unverified || unnamed)
      return {
        kind: 'choice',
        taken: unverified || unnamed ? 'drop' : taken,
        items: set.explicit ? [line('GssapiBasicAuth', 'Off')] : [],
        message: unnamed
          ? 'KrbAuthRealms names no realm, so that no password was taken: passwords are not asked for any more.'
          : 'Passwords were taken, and are not any more.',
        mayChange: ['granted', 'status', 'challenges', 'proof'],
      };
    return {
      kind: said ? 'rewritten' : 'added',
      taken,
      items: [line('GssapiBasicAuth', 'On'), line('GssapiBasicAuthMech', 'krb5')],
      message: said
        ? 'Passwords are asked for and checked at the KDC, as before.'
        : 'mod_auth_kerb takes passwords unless it is told not to, mod_auth_gssapi does not: said so that it stays.',
    };
  },
};
