import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kerbgate } from '../cli/run.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

let folder = '';
let conf = '';

beforeAll(() => {
  folder = makeScratch('explain');
  conf = join(folder, 'a.conf');
  for (const name of ['login', 'team', 'tls']) writeFileSync(join(folder, name), 'page\n');
  writeFileSync(join(folder, 'empty.keytab'), Buffer.from([5, 2]));
  writeFileSync(
    conf,
    `ServerName www.example.test
DocumentRoot ${folder}
LogLevel info
<Location /login>
<If "%{QUERY_STRING} !~ /^noext=1/">
<Limit GET>
  AuthType GSSAPI
  AuthName "Kerberos Login"
  GssapiCredStore keytab:/etc/none.keytab
  require valid-user
  ErrorDocument 401 /login?noext=1
</Limit>
</If>
</Location>
<Location /team>
  AuthType GSSAPI
  AuthName Team
  GssapiBasicAuth On
  <RequireAll>
    Require user alice@EXAMPLE.TEST bob@EXAMPLE.TEST
    Require ip 192.0.2.0/24
  </RequireAll>
</Location>
<Location /tls>
  AuthType GSSAPI
  GssapiSSLonly On
  Require valid-user
</Location>
<Location /here>
  AuthType GSSAPI
  GssapiCredStore keytab:${folder}/empty.keytab
  Require valid-user
</Location>
`,
  );
});
afterAll(() => dropScratch(folder));

interface Explained {
  readonly status: number;
  readonly decision: { readonly kind: string; readonly user?: string };
  readonly plan: { readonly run: string };
  readonly exchanges: readonly {
    readonly target: string;
    readonly sections: readonly {
      readonly title: string;
      readonly line: number;
      readonly matched: boolean;
    }[];
    readonly settings: readonly { readonly directive: string; readonly line: number }[];
    readonly variables: Readonly<Record<string, string>>;
  }[];
}

function explained(request: string, ...options: string[]): Explained {
  const { code, out, error } = kerbgate(['explain', conf, request, '--json', ...options]);
  expect(error).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as Explained;
}

describe('explain decides as the server does', () => {
  test('no credentials: a challenge, and the form under the same URL', () => {
    const found = explained('GET /login');
    expect(found).toMatchObject({
      status: 401,
      decision: { kind: 'challenge', challenges: ['Negotiate'] },
      plan: { run: 'file' },
      fields: [['WWW-Authenticate', 'Negotiate']],
    });
    expect(found.exchanges.map(({ target }) => target)).toEqual(['/login', '/login?noext=1']);
    expect(found.exchanges[0]!.sections).toMatchObject([
      { title: '<Location /login>', line: 4, matched: true },
      { line: 5, matched: true },
    ]);
    expect(found.exchanges[1]!.sections).toMatchObject([
      { title: '<Location /login>', matched: true },
      { line: 5, matched: false },
    ]);
    expect(found.exchanges[0]!.settings).toContainEqual(
      expect.objectContaining({ directive: 'AuthName', line: 8, module: 'mod_authn_core' }),
    );
  });

  test('a user: accepted', () => {
    const found = explained('GET /login', '--user', 'alice@EXAMPLE.TEST');
    expect(found).toMatchObject({ status: 200, decision: { kind: 'accept', user: 'alice@EXAMPLE.TEST' } });
    expect(found.exchanges[0]!.variables).toMatchObject({ GSS_NAME: 'alice@EXAMPLE.TEST' });
  });

  test('POST is outside the limit', () => {
    expect(explained('POST /login')).toMatchObject({ status: 200, decision: { kind: 'accept' } });
  });

  test.each([
    ['alice@EXAMPLE.TEST', '192.0.2.7', 'accept'],
    ['alice@EXAMPLE.TEST', '198.51.100.7', 'deny'],
    ['eve@EXAMPLE.TEST', '192.0.2.7', 'challenge'],
  ])('%s from %s: %s', (user, address, kind) => {
    const options = ['--user', user, '--remote-address', address];
    expect(explained('GET /team', ...options).decision.kind).toBe(kind);
    expect(explained('GET /team', ...options, '--auth-type', 'Basic').decision.kind).toBe(kind);
  });

  test('TLS is supposed when asked for', () => {
    expect(explained('GET /tls', '--user', 'a@B').decision.kind).toBe('challenge');
    expect(explained('GET /tls', '--user', 'a@B', '--tls').decision.kind).toBe('accept');
  });

  test('credentials of the command line are never taken for right', () => {
    expect(explained('GET /login', '-H', 'Authorization: Negotiate YWJj').decision.kind).toBe('challenge');
    const basic = `Authorization: Basic ${btoa('alice@EXAMPLE.TEST:secret')}`;
    expect(explained('GET /team', '--remote-address', '192.0.2.1', '-H', basic).decision.kind).toBe(
      'challenge',
    );
  });
});

test.each([
  ['/login', 'YWJj', 'wrong: the keytab /etc/none.keytab cannot be read: it must be there'],
  ['/here', 'TlRMTVNTUAABAAAAB4IIogAA', 'wrong: the client sent an NTLM token instead of a Kerberos ticket'],
  ['/here', 'YWJj', 'wrong: the client sent something that is no Kerberos token'],
])('what token and keytab alone tell of a failure is told: %s %s', (path, token, words) => {
  const { out } = kerbgate(['explain', conf, path, '-H', `Authorization: Negotiate ${token}`]);
  expect(out).toContain(words);
  expect(out).toContain(`login refused: ${words.replace('wrong: ', '')}`);
});

test('the text names sections, settings with their lines, verdicts, log lines and the decision', () => {
  const { code, out } = kerbgate([
    'explain',
    conf,
    '/team',
    '--user',
    'eve@EXAMPLE.TEST',
    '--remote-address',
    '192.0.2.1',
  ]);
  expect(code).toBe(0);
  const shown = out.replaceAll(folder, '/site').replace(/(EXPIRATION(?:=| set to "))\d+/g, '$1…');
  expect(shown).toMatchInlineSnapshot(`
"GET /team
  file
    /site/team
  sections
    <Location /team>                                    /site/a.conf:15
      AuthType GSSAPI                                   /site/a.conf:16
      AuthName Team                                     /site/a.conf:17
      GssapiBasicAuth On                                /site/a.conf:18
      Require user alice@EXAMPLE.TEST bob@EXAMPLE.TEST  /site/a.conf:20
      Require ip 192.0.2.0/24                           /site/a.conf:21
  settings in force
    LogLevel info       /site/a.conf:3
    AuthType GSSAPI     /site/a.conf:16
    AuthName Team       /site/a.conf:17
    GssapiBasicAuth On  /site/a.conf:18
  steps
    server www.example.test (the main server)
    path /team
    leads to /site/team by DocumentRoot
    <RequireAny>: denied-no-user  /site/a.conf:19
      <RequireAll>: denied-no-user  /site/a.conf:19
        Require user alice@EXAMPLE.TEST bob@EXAMPLE.TEST: denied-no-user (no user yet)  /site/a.conf:20
        Require ip 192.0.2.0/24: granted (the client is 192.0.2.1)  /site/a.conf:21
    looked at a Negotiate token, with any key of the default keytab: supposed right, the user is eve@EXAMPLE.TEST
    authentication by mod_auth_gssapi: logged in
    <RequireAny>: denied  /site/a.conf:19
      <RequireAll>: denied  /site/a.conf:19
        Require user alice@EXAMPLE.TEST bob@EXAMPLE.TEST: denied (the user is eve@EXAMPLE.TEST)  /site/a.conf:20
        Require ip 192.0.2.0/24: skipped (already decided)  /site/a.conf:21
    log [error] AH01631: user eve@EXAMPLE.TEST: authorization failure for "/team": 
    variable GSS_NAME set to "eve@EXAMPLE.TEST" (authentication and authorization)
    variable GSS_SESSION_EXPIRATION set to "…" (authentication and authorization)
    ErrorDocument for 401: none, the built-in page
  variables
    GSS_NAME=eve@EXAMPLE.TEST
    GSS_SESSION_EXPIRATION=…
    REMOTE_USER=eve@EXAMPLE.TEST
    AUTH_TYPE=Negotiate

Decision
  asks for credentials: without any challenge
  401 Unauthorized: kerbgate's own page
"
`);
});

test('a refused configuration is not explained', () => {
  expect(kerbgate(['explain', '-', '/'], 'Foo bar\n')).toMatchObject({ code: 1, out: '' });
});

describe('requests for other servers', () => {
  const proxy =
    'ServerName proxy.example.test\nProxyRequests On\n<Proxy "*">\nAuthType GSSAPI\nAuthName p\nRequire valid-user\n</Proxy>\n';
  const told = (request: string, ...options: string[]): string =>
    kerbgate(['explain', '-', request, ...options], proxy).out;

  test.each([
    ['GET http://host.example.com/path?x=1', 'the request goes on to http://host.example.com/path?x=1'],
    ['CONNECT host.example.com:443', 'a tunnel is made to port 443 of host.example.com'],
    ['CONNECT host.example.com:22', '403 Forbidden'],
  ])('%s', (request, ending) => {
    expect(told(request)).toContain('407 Proxy Authentication Required');
    expect(told(request)).toContain('Proxy-Authenticate: Negotiate');
    expect(told(request, '--user', 'alice@EXAMPLE.TEST')).toContain(ending);
  });
});
