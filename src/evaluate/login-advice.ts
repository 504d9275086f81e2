import type { GssFailure } from '../gssapi/acceptor.js';
import type { Exchange } from './exchange.js';

/** Causes of refused passwords by the words of the Kerberos library, the particular ones first. */
const causes: readonly (readonly [RegExp, string])[] = [
  [
    /server .*not found in kerberos database/i,
    "the password is right, but the KDC knows no service of the keytab's name, with which the server verifies the KDC",
  ],
  [
    /keytab|key ?table/i,
    "the password is right, but the server cannot verify the KDC with its own key: the keytab must be there, readable for the server's user, and hold the key that the KDC has",
  ],
  [/not found in kerberos database|client unknown/i, 'the KDC knows no such user'],
  [/decrypt integrity check failed|preauthentication failed|password incorrect/i, 'the password is wrong'],
  [/cannot contact any kdc|cannot find kdc/i, 'no KDC of the realm answers: see [realms] in krb5.conf'],
  [/expired/i, 'the password or the account has expired'],
  [/revoked|locked/i, 'the account is locked'],
  [/clock skew/i, 'the clocks of the KDC and of this server differ: set both by NTP'],
];

/** A second line in the log, which says in plain words why a login failed and what can be done; the client learns nothing of it. */
export function tellWhy(exchange: Exchange, { advice, text, toldAlready }: GssFailure): void {
  if (toldAlready) return;
  const known = advice ?? causes.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) exchange.recorder.log('error', undefined, `login refused: ${known}`);
}
