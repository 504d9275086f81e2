import { isOn, lastLine } from '../krb-set.js';
import type { SettingMapping } from '../mapping.js';

const beside = (names: readonly { readonly name: string }[]): string =>
  names.some(({ name }) => name === 'AuthBasicProvider' || name === 'AuthUserFile')
    ? ' AuthBasicProvider and AuthUserFile beside it have no effect, as before: they need AuthType Basic in an area of their own.'
    : '';

/** KrbAuthoritative Off led to nobody else. */
export const krbAuthoritative: SettingMapping = {
  id: 'krb-authoritative',
  meaning:
    'KrbAuthoritative Off left users that the KDC does not know to other modules; in httpd 2.4 there are none for AuthType Kerberos, and the answer was 500. mod_auth_gssapi answers 401.',
  reads: ['KrbAuthoritative'],
  writes: [],
  translate(set) {
    if (!lastLine(set, 'KrbAuthoritative')) return undefined;
    if (isOn(set, 'KrbAuthoritative', true))
      return { kind: 'dropped', items: [], message: 'mod_auth_gssapi leaves no user to others.' };
    return {
      kind: 'dropped',
      items: [],
      message: `Users that the KDC does not know got 500, since no other module takes such a login; they get 401 now.${beside(set.around)}`,
      mayChange: ['status', 'challenges'],
    };
  },
};

/** KrbDelegateBasic On offered passwords that nobody took. */
export const krbDelegateBasic: SettingMapping = {
  id: 'krb-delegate-basic',
  meaning:
    'KrbDelegateBasic On asked for passwords and left them to other modules; in httpd 2.4 there are none for AuthType Kerberos. Where KrbMethodK5Passwd is On it only sent more challenges, where it is Off passwords were answered with 500.',
  reads: ['KrbDelegateBasic'],
  writes: [],
  translate(set) {
    if (!lastLine(set, 'KrbDelegateBasic')) return undefined;
    if (!isOn(set, 'KrbDelegateBasic', false))
      return { kind: 'dropped', items: [], message: 'mod_auth_gssapi leaves no passwords to others.' };
    const answered = isOn(set, 'KrbMethodK5Passwd', true)
      ? 'It added a challenge to answers, which are as without it now.'
      : 'Passwords were asked for and answered with 500; they are not asked for any more, and refused with 401.';
    return {
      kind: 'dropped',
      items: [],
      message: `${answered}${beside(set.around)}`,
      mayChange: ['status', 'challenges'],
    };
  },
};
