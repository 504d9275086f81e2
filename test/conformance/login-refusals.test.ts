import { beforeAll, expect, test } from '@jest/globals';
import type { Answer } from '../kit/answer.js';
import { type Cause, provoke, type Told } from './login-causes.js';

// Whoever is refused is not told why: one answer for all, byte for byte, as far as Kerberos itself does not tell the client.

const configuration = `
DocumentRoot {EMPTY}
ErrorLogFormat "%{X-Cause}i [%l] [%L] %M"
Header always set X-Why "%{MAG_ERROR_TEXT}e"
<Location /gssapi>
  AuthType GSSAPI
  AuthName Refused
  GssapiCredStore keytab:{KEYTAB}
  GssapiBasicAuth On
  Require valid-user
</Location>
<Location /told>
  AuthType GSSAPI
  AuthName Refused
  GssapiCredStore keytab:{KEYTAB}
  GssapiBasicAuth On
  GssapiPublishErrors On
  Require valid-user
</Location>
<Location /kerb>
  AuthType Kerberos
  AuthName Refused
  Krb5Keytab {KEYTAB}
  Require valid-user
</Location>`;

/** Passwords, of which the last one finds no KDC. */
const passwords: readonly Omit<Cause, 'path'>[] = [
  ...[
    ...['unknown', 'wrong', 'locked', 'gone', 'stale', 'late', 'hardware', 'nowhere', 'nameless', 'empty'],
    ...['bareBasic', 'brokenBasic'],
  ].map((credential) => ({ credential })),
  { credential: 'right', server: 'strict' },
  { credential: 'unknown', server: 'strict' },
];

/** What is no ticket at all, and what nobody has offered. */
const strange = [
  ...['garbage', 'ntlm', 'iakerb', 'bareNegotiate', 'brokenNegotiate'],
  ...['nothing', 'bearer', 'digest'],
].map((credential) => ({ credential }));

/** What the mechanism has something to say about, in a token of its own for the client that sent one. */
const tickets = {
  gssapi: ['spnegoNtlm', 'old', 'raised', 'foreign', 'skewed', 'second'],
  kerb: ['spnegoNtlm', 'old', 'raised', 'foreign', 'skewedAgain', 'fifth'],
} as const;

const modules = ['gssapi', 'kerb'] as const;
type Module = (typeof modules)[number];

/** A ticket that was let in once comes again. */
const firstTime = { gssapi: 'second', kerb: 'fifth' } as const;

const causesOf = (module: Module): readonly Cause[] => {
  const expired = { credential: module === 'gssapi' ? 'expired' : 'expiredAgain', server: 'strict' } as const;
  const given = tickets[module].map((credential) => ({ credential }));
  return [{}, { credential: firstTime[module] }, ...passwords, ...strange, ...given, expired].map(
    (cause) => ({
      path: `/${module}`,
      ...cause,
    }),
  );
};

const publishing: readonly Cause[] = ['unknown', 'wrong', 'garbage'].map((credential) => ({
  path: '/told',
  credential,
}));

const causes = [...modules.flatMap(causesOf), ...publishing];
const found = new Map<Cause, Told>();
beforeAll(async () => {
  const told = await provoke(configuration, causes);
  for (const [at, cause] of causes.entries()) found.set(cause, told[at]!);
});

/** Everything of an answer but its date; tokens of Kerberos by that word. */
function shown({ status, reason, headers, body }: Answer): string {
  const lines = headers
    .filter(([name]) => name.toLowerCase() !== 'date')
    .map(([name, value]) => `${name}: ${value.replace(/^Negotiate \S+$/, 'Negotiate TOKEN')}`);
  return [`${status} ${reason}`, ...lines, '', body.toString('latin1')].join('\n');
}

const without = (text: string, ...lines: readonly string[]): string =>
  lines.reduce((rest, line) => rest.replace(`WWW-Authenticate: ${line}\n`, ''), text);

/** The answers of a module by how they look, with the names of the credentials that got them. */
function answersOf(module: Module): ReadonlyMap<string, readonly string[]> {
  const answers = new Map<string, string[]>();
  for (const [cause, { answer }] of found) {
    if (cause.path !== `/${module}`) continue;
    const name = [cause.credential ?? 'none', ...(cause.server ? [cause.server] : [])].join(' ');
    const text = shown(answer);
    answers.set(text, [...(answers.get(text) ?? []), name]);
  }
  return answers;
}

const nameOf = ({ credential = 'none', server }: Omit<Cause, 'path'>): string =>
  [credential, ...(server ? [server] : [])].join(' ');

const refusedAlike = [...passwords, ...strange].map(nameOf);
const basic = 'Basic realm="Refused"';

test('mod_auth_gssapi: what fails looks like a request without credentials, but for the tokens of mechanisms', () => {
  const answers = answersOf('gssapi');
  expect([...answers.values()]).toEqual([
    ['none', ...refusedAlike],
    ['second'],
    [...tickets.gssapi, 'expired strict'],
  ]);
  const [refused = '', letIn, tokens = ''] = answers.keys();
  expect(refused).toMatch(/^401 Unauthorized\n/);
  expect(letIn).toMatch(/^404 /);
  expect(without(tokens, 'Negotiate TOKEN')).toBe(without(refused, 'Negotiate', basic));
});

test('mod_auth_kerb: what fails looks alike, but for the tokens of mechanisms', () => {
  const answers = answersOf('kerb');
  expect([...answers.values()]).toEqual([
    ['none'],
    ['fifth'],
    refusedAlike,
    [...tickets.kerb, 'expiredAgain strict'],
  ]);
  const [asked = '', letIn, refused = '', tokens = ''] = answers.keys();
  expect(asked).toMatch(/^401 Unauthorized\n/);
  expect(letIn).toMatch(/^404 /);
  expect(refused).toBe(without(asked, 'Negotiate'));
  expect(without(tokens, 'Negotiate TOKEN')).toBe(refused);
});

test('why a login failed is told where GssapiPublishErrors is On, and nowhere else', () => {
  const whys = [...found].map(([cause, { answer }]) => {
    const why = answer.headers.find(([name]) => name === 'X-Why')?.[1] ?? '';
    return [cause.path, why] as const;
  });
  const elsewhere = whys.filter(([path]) => path !== '/told').map(([, why]) => why);
  expect(new Set(elsewhere)).toEqual(new Set(['(null)']));
  expect(whys.filter(([path]) => path === '/told').map(([, why]) => why)).toEqual([
    expect.stringContaining('not found in Kerberos database'),
    expect.stringMatching(/Preauthentication failed|Decrypt integrity|Password incorrect/i),
    expect.stringContaining('gss_accept_sec_context'),
  ]);
});
