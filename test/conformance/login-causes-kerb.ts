import {
  acceptFailed,
  badlyEncrypted,
  endedService,
  expiredAccount,
  expiredPassword,
  expiredTicket,
  foreignTicket,
  garbage,
  lockedAccount,
  missing,
  noCredential,
  noLocalName,
  noSuchUser,
  ntlm,
  otherProof,
  passwordFailed,
  type Row,
  refused,
  refusedByPolicy,
  replayed,
  skewed,
  unknownRealm,
  unknownService,
  unreachable,
  unverified,
  wrongPassword,
} from './login-lines.js';

// The causes that logins of mod_auth_kerb are refused for.

const place = (path: string, ...lines: string[]): string =>
  `<Location ${path}>\n  AuthType Kerberos\n  AuthName Kerberos\n  ${lines.join('\n  ')}\n</Location>\n`;

/** Locations by cause. */
export const kerbPlaces = `
LogLevel auth_kerb:info
${[
  place('/kerb', 'Krb5Keytab {KEYTAB}'),
  place('/kerb-other', 'Krb5Keytab {OTHER_KEYTAB}'),
  place('/kerb-any', 'Krb5Keytab {OTHER_KEYTAB}', 'KrbServiceName Any'),
  place('/kerb-raised', 'Krb5Keytab {RAISED_KEYTAB}', 'KrbServiceName Any'),
  place('/kerb-wrong', 'Krb5Keytab {WRONG_KEYTAB}'),
  place('/kerb-missing', 'Krb5Keytab {MISSING}'),
  place('/kerb-any-missing', 'Krb5Keytab {MISSING}', 'KrbServiceName Any'),
  place('/kerb-unreadable', 'Krb5Keytab {UNREADABLE_KEYTAB}'),
  place('/kerb-unknown', 'Krb5Keytab {UNKNOWN_KEYTAB}', 'KrbServiceName HTTP/nowhere'),
  place('/kerb-strict', 'Krb5Keytab {STRICT_KEYTAB}', 'KrbServiceName HTTP/strict'),
  place('/kerb-ended', 'Krb5Keytab {ENDED_KEYTAB}', 'KrbServiceName Any'),
  place('/kerb-realms', 'Krb5Keytab {KEYTAB}', 'KrbAuthRealms OTHER.TEST'),
  place('/kerb-two', 'Krb5Keytab {KEYTAB}', 'KrbAuthRealms NOWHERE.TEST EXAMPLE.TEST'),
  place('/kerb-none', 'Krb5Keytab {KEYTAB}', 'KrbAuthRealms'),
  place('/kerb-local', 'Krb5Keytab {KEYTAB}', 'KrbLocalUserMapping On'),
  place('/kerb-tickets', 'Krb5Keytab {KEYTAB}', 'KrbMethodK5Passwd Off'),
  place('/kerb-passwords', 'Krb5Keytab {KEYTAB}', 'KrbMethodNegotiate Off'),
  place('/kerb-lenient', 'Krb5Keytab {KEYTAB}', 'KrbAuthoritative Off'),
].join('')}<Location /kerb-four>
  AuthType KerberosV4
</Location>
`;

const password = (why: string, credential: string, ...lines: RegExp[]): Row => [
  `mod_auth_kerb: ${why}`,
  { path: '/kerb', credential },
  401,
  passwordFailed,
  ...lines,
];
const ticket = (why: string, path: string, credential: string, ...lines: RegExp[]): Row => [
  `mod_auth_kerb: ${why}`,
  { path, credential },
  401,
  acceptFailed,
  ...lines,
];
const notTaken = (words: string): RegExp => new RegExp(`^\\[info\\] \\[\\S+\\] login refused: ${words}$`);
const nobodyServes = /^\[error\].*AH01796: AuthType Kerberos configured without corresponding module$/;

/** One row for each cause. A ticket that is refused is not used up; `fifth` is let in once before it comes again. */
export const kerbRows: readonly Row[] = [
  password('a wrong password', 'wrong', wrongPassword),
  password('an unknown user', 'unknown', noSuchUser),
  password('a password that must be changed', 'late', expiredPassword),
  password('a password that has expired', 'stale', expiredPassword),
  password('an expired account', 'gone', expiredAccount),
  password('a locked account', 'locked', lockedAccount),
  password('a user without passwords', 'hardware', otherProof),
  password('a realm without KDC', 'nowhere', unknownRealm),
  password('a user without name', 'nameless'),
  [
    'mod_auth_kerb: an empty password',
    { path: '/kerb', credential: 'empty' },
    401,
    /^\[error\].*empty passwords are not accepted$/,
  ],
  [
    'mod_auth_kerb: a KDC that does not answer',
    { path: '/kerb', credential: 'right', server: 'strict' },
    401,
    passwordFailed,
    unreachable,
  ],
  [
    'mod_auth_kerb: a password without a keytab',
    { path: '/kerb-missing', credential: 'right' },
    401,
    passwordFailed,
    unverified,
  ],
  [
    'mod_auth_kerb: a password with a wrong key',
    { path: '/kerb-wrong', credential: 'right' },
    401,
    passwordFailed,
    unverified,
  ],
  [
    "mod_auth_kerb: a password where the KDC does not know the server's name",
    { path: '/kerb-unknown', credential: 'right' },
    401,
    passwordFailed,
    unknownService,
  ],
  [
    'mod_auth_kerb: a service that gets no tickets',
    { path: '/kerb-strict', credential: 'right' },
    401,
    passwordFailed,
    refusedByPolicy,
  ],
  [
    'mod_auth_kerb: a service whose account has ended',
    { path: '/kerb-ended', credential: 'right' },
    401,
    passwordFailed,
    endedService,
  ],
  [
    'mod_auth_kerb: another realm than KrbAuthRealms has',
    { path: '/kerb-realms', credential: 'nowhere' },
    401,
    /^\[error\].*Specified realm `NOWHERE\.TEST' not allowed by configuration$/,
  ],
  [
    'mod_auth_kerb: no realm at all in KrbAuthRealms',
    { path: '/kerb-none', credential: 'right' },
    401,
    /^\[error\].*KrbAuthRealms names no realm, so no password is accepted$/,
  ],
  [
    'mod_auth_kerb: two realms, each with its reason',
    { path: '/kerb-two', credential: 'wrong' },
    401,
    passwordFailed,
    unknownRealm,
    passwordFailed,
    wrongPassword,
  ],
  [
    'mod_auth_kerb: an unknown user with KrbAuthoritative Off',
    { path: '/kerb-lenient', credential: 'unknown' },
    500,
    passwordFailed,
    noSuchUser,
    nobodyServes,
  ],
  [
    'mod_auth_kerb: a principal without local name',
    { path: '/kerb-local', credential: 'composed' },
    500,
    /^\[notice\].*krb5_aname_to_localname\(\) found no mapping for principal odd\/one@EXAMPLE\.TEST$/,
    noLocalName,
  ],
  [
    'mod_auth_kerb: a password where none is taken',
    { path: '/kerb-tickets', credential: 'right' },
    401,
    notTaken('the client sent a password, which only KrbMethodK5Passwd On takes'),
  ],
  [
    'mod_auth_kerb: a ticket where none is taken',
    { path: '/kerb-passwords', credential: 'first' },
    401,
    notTaken('the client sent a ticket, which only KrbMethodNegotiate On takes'),
  ],
  [
    'mod_auth_kerb: a scheme that nobody offered',
    { path: '/kerb', credential: 'bearer' },
    401,
    notTaken('nobody has offered what the client sent'),
  ],
  [
    'mod_auth_kerb: Kerberos 4',
    { path: '/kerb-four' },
    401,
    /^\[error\].*AuthType KerberosV4: Kerberos 4 is not supported$/,
  ],
  [
    'mod_auth_kerb: no key',
    { path: '/kerb-other', credential: 'first' },
    500,
    noCredential,
    refused('no key for HTTP@localhost in the keytab \\S+/elsewhere.keytab'),
  ],
  ['mod_auth_kerb: no keytab', { path: '/kerb-missing', credential: 'first' }, 500, noCredential, missing],
  [
    'mod_auth_kerb: a keytab that the server may not read',
    { path: '/kerb-unreadable', credential: 'first' },
    500,
    noCredential,
    refused('the keytab \\S+/unreadable.keytab cannot be read'),
  ],
  ticket('no keytab for any key', '/kerb-any-missing', 'first', missing),
  ticket(
    'none of the keys',
    '/kerb-any',
    'first',
    refused(
      'for HTTP/localhost@EXAMPLE.TEST \\(key version 2\\), but the keytab \\S+/elsewhere.keytab has keys of HTTP/elsewhere@EXAMPLE.TEST: add the key',
    ),
  ),
  ticket(
    'a ticket newer than the key',
    '/kerb-any',
    'raised',
    refused('version 3 of the key, the keytab \\S+ has 2: the key was changed'),
  ),
  ticket(
    'a ticket older than the key',
    '/kerb-raised',
    'old',
    refused('version 2 of the key, the keytab \\S+ has 3: the ticket is older'),
  ),
  ticket("a key that is not the KDC's", '/kerb-wrong', 'first', badlyEncrypted),
  ticket('a client whose clock is an hour ahead', '/kerb', 'skewedAgain', skewed),
  [
    'mod_auth_kerb: an expired ticket',
    { path: '/kerb', credential: 'expiredAgain', server: 'strict' },
    401,
    acceptFailed,
    expiredTicket,
  ],
  ticket('a ticket of another realm', '/kerb', 'foreign', foreignTicket),
  ['mod_auth_kerb: a token for the first time is fine', { path: '/kerb', credential: 'fifth' }, 404],
  ticket('a token again', '/kerb', 'fifth', replayed),
  ticket('NTLM', '/kerb', 'ntlm', ntlm),
  ticket('SPNEGO with NTLM alone', '/kerb', 'spnegoNtlm', ntlm),
  ticket('no token', '/kerb', 'garbage', garbage),
  ['mod_auth_kerb: no credentials', { path: '/kerb' }, 401],
];
