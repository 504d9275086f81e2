import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Answer } from '../kit/answer.js';
import { headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { Connection, requestBytes } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { startTokens, type Tokens } from '../kit/tokens.js';

// A login with GssapiConnectionBound counts for its connection, in the order of the requests, and for no other one.

let realm: Realm;
let tokens: Tokens;
let folder: string;
let server: WebServer;

beforeAll(async () => {
  folder = makeScratch('bound');
  realm = await startRealm();
  tokens = startTokens(realm);
  server = await startKerbgate({
    folder,
    environment: realm.serverEnvironment('kerbgate'),
    configuration: () => `DocumentRoot ${folder}
<Location />
  AuthType GSSAPI
  GssapiCredStore keytab:${realm.keytab}
  GssapiAllowedMech krb5
  GssapiConnectionBound On
  Require valid-user
  Header always set X-User "expr=%{REMOTE_USER}"
</Location>
`,
  });
});

afterAll(async () => {
  await server?.stop();
  await tokens?.stop();
  await realm?.stop();
  dropScratch(folder);
});

function request(authorization?: string): Buffer {
  const headers = authorization === undefined ? [] : [['Authorization', authorization] as const];
  return requestBytes({ method: 'GET', target: '/nothing', headers });
}

const negotiate = async (user: string): Promise<string> => `Negotiate ${(await tokens.fresh(user)).base64}`;

const told = (answer: Answer): string => `${answer.status} ${headerValues(answer, 'x-user')[0] ?? ''}`;

async function answers(connection: Connection, count: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = 0; at < count; at++) found.push(told(await connection.answer('GET')));
  return found;
}

test('requests that are sent at once are answered with the login that stands when it is their turn', async () => {
  const connection = await Connection.open(server.port);
  const requests = [
    request(),
    request(await negotiate('alice')),
    request(),
    request(await negotiate('bob')),
    request(),
    request('Negotiate AAAA'),
    request(),
  ];
  connection.write(Buffer.concat(requests));
  expect(await answers(connection, requests.length)).toEqual([
    '401 ',
    '404 alice@EXAMPLE.TEST',
    '404 alice@EXAMPLE.TEST',
    '404 bob@EXAMPLE.TEST',
    '404 bob@EXAMPLE.TEST',
    '401 ',
    '401 ',
  ]);
  connection.close();
});

test('another connection has no part in a login', async () => {
  const [first, second] = [await Connection.open(server.port), await Connection.open(server.port)];
  first.write(request(await negotiate('alice')));
  expect(await answers(first, 1)).toEqual(['404 alice@EXAMPLE.TEST']);
  second.write(request());
  first.write(request());
  expect(await answers(second, 1)).toEqual(['401 ']);
  expect(await answers(first, 1)).toEqual(['404 alice@EXAMPLE.TEST']);
  first.close();
  second.close();
});

test('a request to change protocols counts as any other, and ends the connection', async () => {
  const connection = await Connection.open(server.port);
  connection.write(request(await negotiate('alice')));
  expect(await answers(connection, 1)).toEqual(['404 alice@EXAMPLE.TEST']);
  const headers = [['Upgrade', 'websocket'] as const, ['Connection', 'Upgrade'] as const];
  connection.write(requestBytes({ method: 'GET', target: '/nothing', headers }));
  expect(await answers(connection, 1)).toEqual(['404 alice@EXAMPLE.TEST']);
  connection.close();
});

test('CONNECT is refused before any login', async () => {
  const connection = await Connection.open(server.port);
  connection.write(request(await negotiate('alice')));
  expect(await answers(connection, 1)).toEqual(['404 alice@EXAMPLE.TEST']);
  connection.write('CONNECT other:443 HTTP/1.1\r\nHost: other:443\r\n\r\n');
  expect((await connection.answer('GET')).status).toBe(405);
  connection.close();
});
