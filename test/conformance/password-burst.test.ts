import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type SilentKdc, startSilentKdc } from '../authn/kdc-silent.js';
import { headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { Connection, sendOnce } from '../kit/request.js';
import { freePort } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { startTokens, type Tokens } from '../kit/tokens.js';
import { until } from '../kit/wait.js';

// Passwords cannot keep out those who have a ticket or a session: all helpers wait for a KDC that does not answer meanwhile.

let realm: Realm;
let silent: SilentKdc;
let tokens: Tokens;
const servers: WebServer[] = [];
const connections: Connection[] = [];

const configuration = (): string => `
DocumentRoot ${realm.folder}/nothing
LogLevel auth_kerb:info
<Location />
  AuthType GSSAPI
  AuthName burst
  GssapiCredStore keytab:${realm.keytab}
  GssapiBasicAuth On
  GssapiUseSessions On
  Session On
  SessionCookieName burst path=/
  Require valid-user
</Location>
<Location /kerb>
  AuthType Kerberos
  Krb5Keytab ${realm.keytab}
</Location>
`;

const get = (
  target: string,
  ...headers: (readonly [string, string])[]
): { method: string; target: string; headers: readonly (readonly [string, string])[] } => ({
  method: 'GET',
  target,
  headers,
});

const ticket = async (): Promise<readonly [string, string]> => [
  'Authorization',
  `Negotiate ${(await tokens.fresh('alice')).base64}`,
];

const basic = (user: string): readonly [string, string] => [
  'Authorization',
  `Basic ${btoa(`${user}:guess`)}`,
];

const serve = (name: string, krb5Configuration: string): Promise<WebServer> =>
  startKerbgate({
    folder: realm.folder,
    environment: { ...realm.serverEnvironment(name), KRB5_CONFIG: krb5Configuration },
    extraModules: ['auth_kerb'],
    single: true,
    configuration,
  });

beforeAll(async () => {
  realm = await startRealm();
  mkdirSync(join(realm.folder, 'nothing'));
  silent = await startSilentKdc(realm.folder, realm.name);
  tokens = startTokens(realm);
});

afterAll(async () => {
  // The burst is answered by the end of its server.
  for (const server of servers) await server.stop();
  for (const connection of connections) connection.close();
  await tokens?.stop();
  await silent?.stop();
  await realm?.stop();
});

test('while passwords wait for a KDC that does not answer, tickets and sessions log in', async () => {
  const server = await serve('silent', silent.configuration);
  servers.push(server);
  const burst = 40;
  let answered = 0;
  for (let number = 0; number < burst; number++) {
    const connection = await Connection.open(server.port);
    connections.push(connection);
    void connection
      .send(get(number % 2 === 0 ? '/' : '/kerb', basic(`user${number}`)))
      .then(() => answered++);
  }
  await until('helpers wait for the KDC', () => silent.calls() > 0);
  const first = await sendOnce(server.port, get('/', await ticket()));
  const cookie = headerValues(first, 'set-cookie')[0]?.split(';')[0] ?? '';
  const second = await sendOnce(server.port, get('/', ['Cookie', cookie]));
  const third = await sendOnce(server.port, get('/kerb', await ticket()));
  const nobody = await sendOnce(server.port, get('/'));
  expect(answered).toBeLessThan(burst);
  expect(cookie).toMatch(/^burst=/);
  // Whoever is let in finds nothing there.
  expect([first, second, third, nobody].map(({ status }) => status)).toEqual([404, 404, 404, 401]);
});

test('a KDC that is gone is told of once, and requests say so at the level info', async () => {
  const server = await serve('gone', realm.configurationFor(await freePort()));
  servers.push(server);
  for (let number = 0; number < 10; number++) {
    const answer = await sendOnce(server.port, get(number % 2 === 0 ? '/' : '/kerb', basic('alice')));
    expect([answer.status, headerValues(answer, 'www-authenticate').at(-1)]).toEqual([
      401,
      'Basic realm="burst"',
    ]);
  }
  const lines = (pattern: RegExp): readonly string[] =>
    server
      .log()
      .split('\n')
      .filter((line) => pattern.test(line));
  await until('all is logged', () => lines(/has answered lately/).length === 7, server.log);
  expect(
    lines(/no KDC of the default realm answers, 3 times in a row: passwords for it are refused/),
  ).toHaveLength(1);
  expect(lines(/:error\].*(?:Cannot contact any KDC)/)).toHaveLength(3);
  expect(lines(/:error\].*has answered lately/)).toEqual([]);
});
