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
  [/cannot find kdc/i, 'krb5.conf knows no KDC of the realm that the user has named: see [realms] there'],
  [/cannot contact any kdc/i, 'no KDC of the realm answers: see [realms] in krb5.conf'],
  [
    /server.* expired/i,
    "the password is right, but the account of the keytab's service has expired: extend it in the KDC",
  ],
  [/entry in database has expired/i, 'the account has expired: whoever administers the realm can extend it'],
  [
    /(?:password|key) has expired/i,
    'the password has expired or must be changed: the user has to do that elsewhere, for example with kpasswd',
  ],
  [/revoked|locked/i, 'the account is locked'],
  [
    /policy rejects|not allowed by policy/i,
    "the KDC's policy refuses it: see the KDC's log, and the attributes of the user and of the keytab's service",
  ],
  [
    /no support for encryption type|no supported encryption|bad encryption type/i,
    'the KDC and this server have no type of encryption in common: see permitted_enctypes in krb5.conf and the keys of the user',
  ],
  [/preauth/i, 'the KDC asks this user for another proof than a password'],
  // Tickets that were got a moment ago cannot have ended.
  [
    /clock skew|ticket expired|not yet valid|lifetime is negative/i,
    'the clocks of the KDC and of this server differ: set both by NTP',
  ],
];

/** A second line in the log, which says in plain words why a login failed and what can be done; the client learns nothing of it. */
export function tellWhy(exchange: Exchange, { advice, text, toldAlready }: GssFailure): void {
  if (toldAlready) return;
  const known = advice ?? causes.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) tellReason(exchange, known);
}

/** The same line for a reason that the evaluation itself has found. */
export function tellReason(exchange: Exchange, reason: string): void {
  exchange.recorder.log('error', undefined, `login refused: ${reason}`);
}
