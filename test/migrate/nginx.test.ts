import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, headerValues } from '../kit/answer.js';
import { makeCertificate } from '../kit/certificates.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { Connection, sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { startTokens, type Tokens } from '../kit/tokens.js';
import { type SeenRequest, startUpstream, type Upstream } from '../kit/upstream.js';
import { type Pair, startBehind, startPair } from './nginx-servers.js';

let folder: string;
let realm: Realm;
let tokens: Tokens;
let upstream: Upstream;
let pair: Pair;

const configuration = (): string => `
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory ${folder}/www>
  Require all granted
</Directory>
DocumentRoot ${folder}/www
Alias /files ${folder}/www/open
ErrorDocument 401 /login.html
RequestHeader set X-Remote-User expr=%{REMOTE_USER}
RequestHeader unset X-Role
ProxyPass /app/ http://127.0.0.1:${upstream.port}/
ProxyPass /other http://127.0.0.1:${upstream.port}/elsewhere
ProxyPassReverse /app/ http://127.0.0.1:${upstream.port}/
Redirect 302 /moved http://localhost/open/
RedirectMatch 410 ^/gone$
RewriteEngine On
RewriteRule ^/led$ /private/page.txt [PT]
RewriteRule ^/astray$ /app/astray [PT]
<LocationMatch "^/app/private(/|$)">
  AuthType GSSAPI
  AuthName Private
  GssapiCredStore keytab:${realm.keytab}
  GssapiBasicAuth On
  GssapiUseSessions On
  GssapiSessionKey key:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
  Session On
  SessionCookieName login path=/
  Require valid-user
</LocationMatch>
<Location /app/alice>
  AuthType GSSAPI
  AuthName Alice
  GssapiCredStore keytab:${realm.keytab}
  Require user alice@EXAMPLE.TEST
</Location>
<Location /private>
  AuthType GSSAPI
  AuthName Private
  GssapiCredStore keytab:${realm.keytab}
  Require valid-user
</Location>
<Location /app/closed>
  Require all denied
</Location>
<If "%{QUERY_STRING} =~ /secret/">
  Require all denied
</If>
<Location /app/from-here>
  Require ip 127.0.0.1
</Location>
<Location /app/from-there>
  Require ip 192.0.2.1
</Location>
`;

beforeAll(async () => {
  folder = makeScratch('nginx');
  for (const [name, text] of [
    ['index.html', 'the front page\n'],
    ['login.html', 'please log in\n'],
    ['open/page.txt', 'open\n'],
    ['open/index.html', 'the index\n'],
    ['private/page.txt', 'private\n'],
    ['private/index.html', 'the private index\n'],
    ['privateer/page.txt', 'not private\n'],
  ] as const) {
    mkdirSync(join(folder, 'www', name, '..'), { recursive: true });
    writeFileSync(join(folder, 'www', name), text);
  }
  realm = await startRealm();
  tokens = startTokens(realm);
  upstream = await startUpstream();
  pair = await startPair(folder, realm, configuration(), []);
});

afterAll(async () => {
  await pair?.stop();
  await upstream?.stop();
  await tokens?.stop();
  await realm?.stop();
  dropScratch(folder);
});

type Field = readonly [string, string];

const basic = (user: string, password: string): Field => [
  'Authorization',
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
];
const ticket = async (user: string): Promise<Field> => [
  'Authorization',
  `Negotiate ${(await tokens.fresh(user)).base64}`,
];

/** The application's view of a request that got to it. */
const seen = ({ body }: Answer): SeenRequest => JSON.parse(body.toString('latin1')) as SeenRequest;
const seenField = (answer: Answer, name: string): readonly string[] =>
  seen(answer)
    .headers.filter(([key]) => key.toLowerCase() === name)
    .map(([, value]) => value);

const ask = (target: string, headers: readonly Field[] = [], method = 'GET'): Promise<Answer> =>
  sendOnce(pair.port, { method, target, headers });

/** What a request comes to, in a form that two servers can be compared by. */
function outcomeOf(answer: Answer): string {
  const { status, body } = answer;
  if (status >= 300 && status < 400) return `${status} ${headerValues(answer, 'location').join()}`;
  if (status !== 200) return String(status);
  if (!headerValues(answer, 'content-type').join().startsWith('application/json'))
    return `200 ${body.toString('latin1').trim()}`;
  return `200 ${seen(answer).target} for ${seenField(answer, 'x-remote-user').join() || 'nobody'}`;
}

/** Paths that both decide alike, without a login and with one. */
const alike = [
  ...[
    '/',
    '/index.html',
    '/open/page.txt',
    '/open/',
    '/open',
    '/missing',
    '/otherx',
    '/gone',
    '/moved/page.txt',
  ],
  ...['/private/page.txt', '/private', '/private/', '/privateer/page.txt', '/PRIVATE/page.txt'],
  ...['/private/page.txt/', '/private/page.txt/extra', '/files', '/files/', '/files/page.txt'],
  ...[
    '/app/x',
    '/app/private',
    '/app/private/x',
    '/app/privateer',
    '/app/alice',
    '/app/alice/x',
    '/app/alicex',
  ],
  ...['/app/closed', '/app/closed/x', '/app/from-here', '/app/from-there', '/other', '/other/x'],
  ...['/app/../private/page.txt', '/app/%2e%2e/private/page.txt', '/open/../private/page.txt'],
  ...['//private/page.txt', '/private//page.txt', '/./private/page.txt', '/%70rivate/page.txt'],
  ...['/files/../private/page.txt', '/private%2fpage.txt', '/open%2f..%2fprivate/page.txt'],
  ...[
    '/app//alice',
    '/app/x/../alice',
    '/app/x/%2e%2e/alice',
    '/app/%61lice',
    '/app%2falice',
    '/app/alice%2f',
  ],
  ...['/app/a%20b', '/app/a?x=1', '/app/a?secret=1', '/app/a;b', '/app/x%5c..%5calice', '/app/a%25252f'],
  ...['/app/a%0d%0aX-Remote-User:%20bob', '/../etc/passwd', '/app/../../x', '/app/%zz'],
];

/** Paths that nginx refuses and kerbgate alone does not, or says it by another status. */
const refused: readonly (readonly [string, string])[] = [
  // Led to another file, or to an upstream: nginx would serve what the client named.
  ['/led', '403'],
  ['/astray', '403'],
  // The name of a file that would end a header line is not asked about.
  ['/open/a%0d%0aX-Original-Client:%20192.0.2.1', '403'],
  ['/app/%00', '400'],
];

describe('a configuration that kerbgate decides for nginx', () => {
  test.each(alike)('%s', async (target) => {
    for (const user of [undefined, 'alice', 'bob']) {
      const both = await Promise.all(
        [pair.alone.port, pair.port].map(async (port) => {
          const headers = user === undefined ? [] : [await ticket(user)];
          return outcomeOf(await sendOnce(port, { method: 'GET', target, headers }));
        }),
      );
      expect([user, both[1]]).toEqual([user, both[0]]);
    }
  });

  test.each(refused)('%s is refused with %s', async (target, status) => {
    expect(outcomeOf(await ask(target, [await ticket('alice')]))).toBe(status);
  });

  test('a place asks for both kinds of login, as kerbgate alone does', async () => {
    const answer = await ask('/app/private/x');
    expect(answer.status).toBe(401);
    expect(headerValues(answer, 'www-authenticate')).toEqual(['Negotiate', 'Basic realm="Private"']);
    expect(answer.body.toString()).toBe('please log in\n');
  });

  test('a ticket proves both sides, and its session goes on without one', async () => {
    const token = await tokens.fresh('bob');
    const first = await ask('/app/private/x', [['Authorization', `Negotiate ${token.base64}`]]);
    expect(outcomeOf(first)).toBe('200 /private/x for bob@EXAMPLE.TEST');
    const [proof] = headerValues(first, 'www-authenticate');
    expect(await token.verify(proof!.replace('Negotiate ', ''))).toBe('complete');
    const [cookie] = headerValues(first, 'set-cookie');
    const second = await ask('/app/private/y', [['Cookie', cookie!.split(';')[0]!]]);
    expect(outcomeOf(second)).toBe('200 /private/y for bob@EXAMPLE.TEST');
  });

  test('passwords count where they may, and only the right ones', async () => {
    const right = await ask('/app/private/x', [basic('bob', 'bob-pw')]);
    expect(outcomeOf(right)).toBe('200 /private/x for bob@EXAMPLE.TEST');
    expect((await ask('/app/private/x', [basic('bob', 'alice-pw')])).status).toBe(401);
    expect((await ask('/app/alice/x', [basic('alice', 'alice-pw')])).status).toBe(401);
  });

  test('the application gets a body whole, and HEAD none', async () => {
    const posted = await sendOnce(pair.port, {
      method: 'POST',
      target: '/app/private/x',
      headers: [await ticket('alice')],
      body: 'what is posted',
    });
    expect([seen(posted).method, seen(posted).body]).toEqual(['POST', 'what is posted']);
    expect((await ask('/app/x', [], 'HEAD')).body).toHaveLength(0);
  });

  test('nothing that a client says of itself is believed', async () => {
    const spoofed: readonly Field[] = [
      ['X-Remote-User', 'root'],
      ['X-Role', 'admin'],
      ['X-Kerbgate-User', 'root'],
      ['X-Kerbgate-Status', '200'],
      ['X-Original-URI', '/open/page.txt'],
      ['X-Original-Method', 'OPTIONS'],
      ['X-Original-Client', '192.0.2.1 4000'],
      ['X-Original-Address', '192.0.2.1 443'],
      ['X-Original-Scheme', 'https'],
      ['X-Original-Serves', 'raw'],
      ['X-Original-Server', 'elsewhere'],
      ['X-Original-Fields', 'Cookie'],
      ['X_Original_URI', '/open/page.txt'],
    ];
    expect((await ask('/app/private/x', spoofed)).status).toBe(401);
    expect((await ask('/app/alice/x', spoofed)).status).toBe(401);
    expect((await ask('/app/from-there', spoofed)).status).toBe(403);
    expect((await ask('/private/page.txt', spoofed)).status).toBe(401);
    const open = await ask('/app/x', spoofed);
    expect(outcomeOf(open)).toBe('200 /x for nobody');
    expect(seenField(open, 'x-role')).toEqual([]);
    const known = await ask('/app/alice/x', [...spoofed, await ticket('alice')]);
    expect(seenField(known, 'x-remote-user')).toEqual(['alice@EXAMPLE.TEST']);
    // A name that is not known is refused, whoever sends it.
    expect((await ask('/app/x', [['X-Original-Role', 'admin']])).status).toBe(403);
  });

  test('questions cannot be asked through nginx', async () => {
    expect((await ask('/.kerbgate-decision')).status).toBe(404);
    expect((await ask('/.kerbgate-page-401')).status).toBe(404);
  });

  test('a host that kerbgate gives to another server than nginx, and a target with a host, are decided by what is served', async () => {
    const absolute = await ask('http://localhost/app/alice/x');
    expect(absolute.status).toBe(401);
    expect((await ask('/app/alice/x', [['Host', 'elsewhere.test']])).status).toBe(401);
  });
});

describe('over TLS', () => {
  const configurationAt = (port: number): string => `
Listen 127.0.0.1:${port}
<VirtualHost 127.0.0.1:${port}>
  ServerName localhost
  SSLEngine On
  SSLCertificateFile ${folder}/tls.pem
  SSLCertificateKeyFile ${folder}/tls.key
  ProxyPass / http://127.0.0.1:${upstream.port}/
  RequestHeader set X-Remote-User expr=%{REMOTE_USER}
  <Location />
    AuthType GSSAPI
    AuthName Private
    GssapiCredStore keytab:${realm.keytab}
    GssapiSSLonly On
    Require valid-user
  </Location>
  <Location /cipher>
    AuthType None
    Require expr "%{SSL:SSL_PROTOCOL} == 'TLSv1.3' && %{HTTPS} == 'on'"
  </Location>
  <Location /bound>
    KerbgateChannelBinding required
  </Location>
</VirtualHost>
<VirtualHost 127.0.0.1:${port}>
  ServerName other.test
  SSLEngine On
  SSLCertificateFile ${folder}/tls.pem
  SSLCertificateKeyFile ${folder}/tls.key
  ProxyPass / http://127.0.0.1:${upstream.port}/other/
</VirtualHost>`;
  let secure: Awaited<ReturnType<typeof startBehind>>;

  beforeAll(async () => {
    writeFileSync(join(folder, 'extensions.cnf'), '[plain]\nbasicConstraints=CA:FALSE\n');
    const wanted = { subject: '/CN=localhost', issuer: 'tls', section: 'plain' };
    makeCertificate(folder, 'tls', wanted, 'extensions.cnf');
    secure = await startBehind(folder, realm, configurationAt, ['ssl']);
  });
  afterAll(() => secure?.stop());

  const over = async (
    target: string,
    headers: readonly Field[] = [],
    servername = 'localhost',
  ): Promise<string> => {
    const options = { servername, rejectUnauthorized: false };
    const connection = await Connection.open(secure.port, '127.0.0.1', options);
    const host: readonly Field[] = headers.some(([name]) => name === 'Host') ? [] : [['Host', servername]];
    const answer = await connection.send({ method: 'GET', target, headers: [...host, ...headers] });
    connection.close();
    return outcomeOf(answer);
  };

  test('kerbgate learns of it, and of the name that the client asked for', async () => {
    expect(await over('/x')).toBe('401');
    expect(await over('/x', [await ticket('alice')])).toBe('200 /x for alice@EXAMPLE.TEST');
    expect(await over('/cipher')).toBe('200 /cipher for nobody');
    expect(await over('/x', [], 'other.test')).toBe('200 /other/x for nobody');
    // The server that decides is the one that serves, whatever name the connection began with.
    expect(await over('/x', [['Host', 'other.test']])).toBe('200 /other/x for nobody');
    expect(await over('/x', [['Host', 'localhost']], 'other.test')).toBe('401');
  });

  test('a ticket that has to belong to the connection is refused, since that ends at nginx', async () => {
    expect(await over('/bound', [await ticket('alice')])).toBe('401');
  });
});

describe('without kerbgate', () => {
  test('nginx serves nothing that it would have asked about', async () => {
    await pair.decisions.stop();
    expect((await ask('/app/x')).status).toBe(500);
    expect((await ask('/open/page.txt')).status).toBe(500);
    expect((await ask('/private/page.txt', [await ticket('alice')])).status).toBe(500);
  });
});
