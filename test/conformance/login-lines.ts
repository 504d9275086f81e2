import type { Cause } from './login-causes.js';

// What the error log says of logins that are refused.

/** What is to be answered, and what each line is to hold, in order: no other line may be there. */
export type Row = readonly [why: string, cause: Cause, status: number, ...expected: RegExp[]];

export const acceptFailed = /^\[error\].*gss_accept_sec_context\(\) failed: /;
export const noCredential =
  /^\[error\].*gss_acquire_cred(\[_from\]\(\) failed to get server creds|\(\) failed): /;
export const passwordFailed =
  /^\[error\] \[\S+\] (GSS ERROR In Basic Auth|GSS ERROR gss_(?:init|accept)_sec_context\(\)|GSS ERROR gss_acquire_cred\[_from\]\(\) failed to get server creds|krb5_get_init_creds_password\(\) failed|failed to verify krb5 credentials): /;
export const refused = (words: string): RegExp =>
  new RegExp(`^\\[error\\] \\[\\S+\\] login refused: [^\n]*${words}`);

export const unverified = refused(
  "the password is right, but the server cannot verify the KDC with its own key: the keytab must be there, readable for the server's user",
);
export const ntlm = refused('the client sent an NTLM token instead of a Kerberos ticket');
export const garbage = refused('the client sent something that is no Kerberos token$');
export const missing = refused(
  "the keytab \\S+/missing cannot be read: it must be there, and the server's user",
);
export const replayed = refused('this token has been accepted before');
export const unreachable = refused('no KDC of the realm answers');
export const noSuchUser = refused('the KDC knows no such user$');
export const wrongPassword = refused('the password is wrong$');

export const badlyEncrypted = refused(
  'HTTP/localhost@EXAMPLE.TEST version 2 in the keytab \\S+/wrong.keytab is not the one that the KDC has',
);
export const skewed = refused('the clocks of the client and of this server differ');
export const notYetValid = refused(
  'the ticket is not valid yet: the clocks of the KDC and this server differ$',
);
export const noLongerValid = refused('the clocks of the KDC and of this server differ: set both by NTP$');
export const expiredTicket = refused("the client's ticket has expired");
export const foreignTicket = refused(
  'HTTP/localhost@OTHER.TEST .* has keys of HTTP/localhost@EXAMPLE.TEST, none of them of the realm OTHER.TEST',
);
export const expiredPassword = refused(
  'the password has expired or must be changed: the user has to do that elsewhere',
);
export const expiredAccount = refused(
  'the account has expired: whoever administers the realm can extend it$',
);
export const lockedAccount = refused('the account is locked$');
export const otherProof = refused('the KDC asks this user for another proof than a password$');
export const unknownRealm = refused('krb5.conf knows no KDC of the realm that the user has named');
export const unknownService = refused(
  "the password is right, but the KDC knows no service of the keytab's name",
);
export const refusedByPolicy = refused("the KDC's policy refuses it: see the KDC's log");
export const endedService = refused(
  "the password is right, but the account of the keytab's service has expired",
);
export const noLocalName = refused('auth_to_local of krb5.conf makes no local name of odd/one@EXAMPLE.TEST$');
