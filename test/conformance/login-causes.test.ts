import { beforeAll, expect, test } from '@jest/globals';
import { provoke, type Told } from './login-causes.js';
import { kerbPlaces, kerbRows } from './login-causes-kerb.js';
import {
  acceptFailed,
  endedService,
  expiredAccount,
  expiredPassword,
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
  unknownRealm,
  unreachable,
  unverified,
  wrongPassword,
} from './login-lines.js';

// Whoever reads the error log learns why somebody was refused: each cause is provoked for real, against a KDC of our own.

const configuration = `
DocumentRoot {EMPTY}
ErrorLogFormat "%{X-Cause}i [%l] [%L] %M"
<Location />
  AuthType GSSAPI
  GssapiCredStore keytab:{KEYTAB}
  Require valid-user
</Location>
<Location /other>
  GssapiCredStore keytab:{OTHER_KEYTAB}
</Location>
<Location /raised>
  GssapiCredStore keytab:{RAISED_KEYTAB}
</Location>
<Location /wrong>
  GssapiCredStore keytab:{WRONG_KEYTAB}
</Location>
<Location /missing>
  GssapiCredStore keytab:{MISSING}
</Location>
<Location /unreadable>
  GssapiCredStore keytab:{UNREADABLE_KEYTAB}
</Location>
<Location /named>
  GssapiCredStore keytab:{OTHER_KEYTAB}
  GssapiAcceptorName HTTP@localhost
</Location>
<Location /basic>
  GssapiBasicAuth On
</Location>
<Location /basic-wrong>
  GssapiBasicAuth On
  GssapiCredStore keytab:{WRONG_KEYTAB}
</Location>
<Location /basic-missing>
  GssapiBasicAuth On
  GssapiCredStore keytab:{MISSING}
</Location>
<Location /basic-unknown>
  GssapiBasicAuth On
  GssapiCredStore keytab:{UNKNOWN_KEYTAB}
</Location>
<Location /basic-strict>
  GssapiBasicAuth On
  GssapiCredStore keytab:{STRICT_KEYTAB}
</Location>
<Location /basic-ended>
  GssapiBasicAuth On
  GssapiCredStore keytab:{ENDED_KEYTAB}
</Location>
<Location /basic-local>
  GssapiBasicAuth On
  GssapiCredStore keytab:{KEYTAB}
  GssapiLocalName On
</Location>
<Location /user>
  Require user bob@EXAMPLE.TEST
</Location>
<Location /group>
  AuthGroupFile {GROUPS}
  Require group staff
</Location>
<Location /ip>
  Require ip 192.0.2.1
</Location>
<Location /foreign>
  AuthType Foreign
</Location>
<Location /unnamed>
  AuthType Basic
</Location>
${kerbPlaces}`;

const causes: readonly Row[] = [
  ...kerbRows,
  [
    'no key for the service of the ticket',
    { path: '/other', credential: 'first' },
    401,
    acceptFailed,
    refused(
      'for HTTP/localhost@EXAMPLE.TEST \\(key version 2\\), but the keytab \\S+/elsewhere.keytab has keys of HTTP/elsewhere@EXAMPLE.TEST: add the key',
    ),
  ],
  [
    'no key for the name that is configured',
    { path: '/named', credential: 'first' },
    401,
    noCredential,
    refused(
      'no key for HTTP@localhost in the keytab \\S+/elsewhere.keytab, which has keys of HTTP/elsewhere@EXAMPLE.TEST$',
    ),
  ],
  [
    'a ticket newer than the key',
    { path: '/other', credential: 'raised' },
    401,
    acceptFailed,
    refused('version 3 of the key, the keytab \\S+ has 2: the key was changed after the keytab was written'),
  ],
  [
    'a ticket older than the key',
    { path: '/raised', credential: 'old' },
    401,
    acceptFailed,
    refused('version 2 of the key, the keytab \\S+ has 3: the ticket is older than the key'),
  ],
  [
    "a key that is not the KDC's",
    { path: '/wrong', credential: 'first' },
    401,
    acceptFailed,
    refused(
      'HTTP/localhost@EXAMPLE.TEST version 2 in the keytab \\S+/wrong.keytab is not the one that the KDC has',
    ),
  ],
  ['no keytab', { path: '/missing', credential: 'first' }, 401, noCredential, missing],
  [
    'a keytab that the server may not read',
    { path: '/unreadable', credential: 'first' },
    401,
    noCredential,
    refused('the keytab \\S+/unreadable.keytab cannot be read: it must be there'),
  ],
  [
    'a client whose clock is an hour ahead',
    { path: '/', credential: 'skewed' },
    401,
    acceptFailed,
    refused('the clocks of the client and of this server differ'),
  ],
  [
    'an expired ticket',
    { path: '/', credential: 'expired', server: 'strict' },
    401,
    acceptFailed,
    refused("the client's ticket has expired"),
  ],
  ['a token for the first time is fine', { path: '/', credential: 'second' }, 404],
  ['a token for the second time', { path: '/', credential: 'second' }, 401, acceptFailed, replayed],
  ['a bare NTLM message', { path: '/', credential: 'ntlm' }, 401, acceptFailed, ntlm],
  ['SPNEGO with NTLM alone', { path: '/', credential: 'spnegoNtlm' }, 401, acceptFailed, ntlm],
  ['bytes that are no token', { path: '/', credential: 'garbage' }, 401, acceptFailed, garbage],
  [
    'a ticket of another realm',
    { path: '/', credential: 'foreign' },
    401,
    acceptFailed,
    refused(
      'HTTP/localhost@OTHER.TEST .* has keys of HTTP/localhost@EXAMPLE.TEST, none of them of the realm OTHER.TEST',
    ),
  ],
  [
    'a scheme that nobody offered',
    { path: '/', credential: 'digest' },
    401,
    /^\[error\].*Client sent unknown authentication headers$/,
  ],
  [
    'a password where none is taken',
    { path: '/', credential: 'right' },
    401,
    /^\[info\].*login refused: the client sent a password, which only GssapiBasicAuth On takes$/,
  ],
  ['a wrong password', { path: '/basic', credential: 'wrong' }, 401, passwordFailed, wrongPassword],
  ['an unknown user', { path: '/basic', credential: 'unknown' }, 401, passwordFailed, noSuchUser],
  [
    'an empty password',
    { path: '/basic', credential: 'empty' },
    401,
    /^\[info\].*Invalid empty user or password for Basic Auth$/,
  ],
  ['an expired password', { path: '/basic', credential: 'late' }, 401, passwordFailed, expiredPassword],
  ['a locked account', { path: '/basic', credential: 'locked' }, 401, passwordFailed, lockedAccount],
  [
    'a password that has expired',
    { path: '/basic', credential: 'stale' },
    401,
    passwordFailed,
    expiredPassword,
  ],
  ['an expired account', { path: '/basic', credential: 'gone' }, 401, passwordFailed, expiredAccount],
  ['a user without passwords', { path: '/basic', credential: 'hardware' }, 401, passwordFailed, otherProof],
  ['a realm without KDC', { path: '/basic', credential: 'nowhere' }, 401, passwordFailed, unknownRealm],
  [
    'a service that gets no tickets',
    { path: '/basic-strict', credential: 'right' },
    401,
    passwordFailed,
    refusedByPolicy,
  ],
  [
    'a service whose account has ended',
    { path: '/basic-ended', credential: 'right' },
    401,
    passwordFailed,
    endedService,
  ],
  [
    'a principal without local name',
    { path: '/basic-local', credential: 'composed' },
    401,
    /^\[error\].*gss_localname\(\) failed/,
    noLocalName,
  ],
  [
    'a KDC that does not answer',
    { path: '/basic', credential: 'right', server: 'strict' },
    401,
    passwordFailed,
    unreachable,
  ],
  [
    'a password with a wrong key',
    { path: '/basic-wrong', credential: 'right' },
    401,
    passwordFailed,
    unverified,
  ],
  [
    'a password without a keytab',
    { path: '/basic-missing', credential: 'right' },
    401,
    passwordFailed,
    unverified,
  ],
  [
    "a password where the KDC does not know the server's name",
    { path: '/basic-unknown', credential: 'right' },
    401,
    passwordFailed,
    refused("the password is right, but the KDC knows no service of the keytab's name"),
  ],
  [
    'no credentials',
    { path: '/' },
    401,
    /^\[info\].*NO AUTH DATA Client did not send any authentication headers$/,
  ],
  [
    'another user',
    { path: '/user', credential: 'third' },
    401,
    /^\[error\].*AH01631: user alice@EXAMPLE.TEST: authorization failure for "\/user": $/,
    /^\[info\].*not let in by Require user bob@EXAMPLE.TEST \(\S+httpd\.conf:\d+\)$/,
  ],
  [
    'another group',
    { path: '/group', credential: 'fourth' },
    401,
    /^\[error\].*AH01631: user alice@EXAMPLE.TEST: authorization failure for "\/group": $/,
    /^\[info\].*not let in by Require group staff \(\S+httpd\.conf:\d+\)$/,
  ],
  [
    'another address',
    { path: '/ip' },
    403,
    /^\[error\].*AH01630: client denied by server configuration: /,
    /^\[info\].*not let in by Require ip 192\.0\.2\.1 \(\S+httpd\.conf:\d+\)$/,
  ],
  [
    'an AuthType without its module',
    { path: '/foreign' },
    500,
    /^\[error\].*AH01796: AuthType Foreign configured without corresponding module$/,
  ],
  ['no AuthName', { path: '/unnamed' }, 500, /^\[error\].*AH01615: need AuthName: \/unnamed$/],
];

let told: readonly Told[] = [];
beforeAll(async () => {
  told = await provoke(
    configuration,
    causes.map(([, cause]) => cause),
  );
});

test.each(causes.map(([why], at) => [why, at] as const))('%s', (_, at) => {
  const [, , status, ...expected] = causes[at]!;
  const { lines } = told[at]!;
  expect(told[at]!.status).toBe(status);
  expect(lines).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  // One request, one name in the log, and nothing that a client keeps secret.
  expect(new Set(lines.map(nameIn)).size).toBe(Math.min(1, lines.length));
  expect(lines.join('\n')).not.toMatch(
    /guessed-secret|(?:alice|late|locked)-pw|Negotiate [A-Za-z0-9+/=]{16}/,
  );
});

test('each request has a name of its own', () => {
  const names = told.flatMap(({ lines }) => lines.slice(0, 1).map(nameIn));
  expect(names.length).toBeGreaterThan(35);
  expect(new Set(names).size).toBe(names.length);
});

const nameIn = (line: string): string => /^\[\w+\] \[([\w-]+)\]/.exec(line)?.[1] ?? `no name in ${line}`;
