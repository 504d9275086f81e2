import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadSnippet } from '../../src/lint/snippet.js';
import { questionFields } from '../../src/serve/question-fields.js';
import { type Answer, headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { Connection, sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';

const folder = makeScratch('auth-request');
let server: WebServer;

const configuration = (port: number): string => `
KerbgateAuthRequest 127.0.0.1:${port} 127.0.0.1
DocumentRoot ${folder}
ProxyPass /app/ http://127.0.0.1:9/base/
RewriteEngine On
RewriteRule ^/secret$ /app/open [PT]
AddHandler cgi-script .cgi
AddHandler odd-script .odd
<Directory ${folder}>
  Options +ExecCGI +Includes
  AddOutputFilter INCLUDES .shtml
  AddType text/html .shtml
  Require all granted
</Directory>
<Location /app/closed>
  Require all denied
</Location>
<Location /app/tls>
  Require ssl
</Location>
<Location /app/near>
  Require ip 192.0.2.0/24
</Location>
<Location /app/write>
  Require method POST
</Location>
<Location /app/set>
  RequestHeader set X-Role reader
</Location>
<Location ~ "^(/app)?/small">
  LimitRequestBody 10
</Location>
<Location /unbounded>
  LimitRequestBody 0
</Location>
${['Connection', 'Expect', 'Upgrade', 'TE', 'Keep-Alive']
  .map(
    (name) => `
<Location /app/without-${name.toLowerCase()}>
  Require expr "-z req('${name}')"
</Location>`,
  )
  .join('')}
<VirtualHost 192.0.2.80:8443>
  ServerName secure.test
  ProxyPass / http://127.0.0.1:9/
  <Location />
    Require all denied
  </Location>
</VirtualHost>
`;

beforeAll(async () => {
  for (const name of ['pages', 'small', 'unbounded']) mkdirSync(join(folder, name));
  for (const name of ['small', 'unbounded']) writeFileSync(join(folder, name, 'page.txt'), 'a page\n');
  writeFileSync(join(folder, 'pages', 'page.txt'), 'a page\n');
  writeFileSync(join(folder, 'pages', 'program.cgi'), '#!/bin/sh\necho secret\n', { mode: 0o755 });
  writeFileSync(join(folder, 'pages', 'program.odd'), 'secret\n');
  writeFileSync(join(folder, 'pages', 'page.shtml'), '<!--#echo var="DATE_LOCAL" -->\n');
  server = await startKerbgate({
    folder,
    environment: { PATH: process.env.PATH ?? '' },
    extraModules: ['ssl'],
    configuration,
  });
});

afterAll(async () => {
  await server?.stop();
  dropScratch(folder);
});

const question: Readonly<Record<string, string>> = {
  Host: 'localhost',
  'X-Original-Method': 'GET',
  'X-Original-URI': '/app/open?x=1',
  'X-Original-Protocol': 'HTTP/1.1',
  'X-Original-Scheme': 'http',
  'X-Original-TLS': '',
  'X-Original-TLS-Name': '',
  'X-Original-Client': '198.51.100.7 40000',
  'X-Original-Address': '192.0.2.9 80',
  'X-Original-Server': 'localhost',
  'X-Original-Serves': 'upstream http://127.0.0.1:9',
  'X-Original-Fields': '',
  'X-Original-Connection': '',
  'X-Original-Content-Length': '',
  'X-Original-Transfer-Encoding': '',
  'X-Original-Expect': '',
  'X-Original-Upgrade': '',
  'X-Original-TE': '',
  'X-Original-Keep-Alive': '',
};

type Change = Readonly<Record<string, string | undefined>>;

const fieldsOf = (change: Change): readonly (readonly [string, string])[] =>
  Object.entries({ ...question, ...change }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );

const ask = (change: Change = {}, more: readonly (readonly [string, string])[] = []): Promise<Answer> =>
  sendOnce(server.port, { method: 'GET', target: '/', headers: [...fieldsOf(change), ...more] });

const refusal = (answer: Answer): string =>
  [
    answer.status,
    ...headerValues(answer, 'x-kerbgate-status'),
    ...headerValues(answer, 'x-kerbgate-location'),
  ].join(' ');

describe('a question that is whole', () => {
  test('is answered with what the upstream has to get', async () => {
    const answer = await ask();
    expect(answer.status).toBe(204);
    expect(headerValues(answer, 'x-kerbgate-uri')).toEqual(['/base/open?x=1']);
  });

  test('is decided by the client that is told, not by the one that asks', async () => {
    expect((await ask({ 'X-Original-URI': '/app/near' })).status).toBe(403);
    expect((await ask({ 'X-Original-URI': '/app/near', 'X-Original-Client': '192.0.2.5 1' })).status).toBe(
      204,
    );
    expect((await ask({ 'X-Original-URI': '/app/write' })).status).toBe(403);
    expect((await ask({ 'X-Original-URI': '/app/write', 'X-Original-Method': 'POST' })).status).toBe(204);
  });

  test('tells TLS by its own fields', async () => {
    const secure = { 'X-Original-URI': '/app/tls', 'X-Original-Scheme': 'https' };
    expect((await ask({ 'X-Original-URI': '/app/tls' })).status).toBe(403);
    expect((await ask(secure)).status).toBe(403);
    expect((await ask({ ...secure, 'X-Original-TLS': 'TLSv1.3 TLS_AES_256_GCM_SHA384' })).status).toBe(204);
    expect(
      (await ask({ 'X-Original-URI': '/app/tls', 'X-Original-TLS': 'TLSv1.3 TLS_AES_256_GCM_SHA384' }))
        .status,
    ).toBe(403);
  });

  test('chooses the server by the address that is told, and the one that answers has to be it', async () => {
    const other = { 'X-Original-Address': '192.0.2.80 8443', Host: 'secure.test' };
    expect((await ask({ ...other, 'X-Original-Server': 'secure.test', 'X-Original-URI': '/x' })).status).toBe(
      403,
    );
    expect((await ask({ 'X-Original-Server': 'secure.test' })).status).toBe(403);
  });

  test('gives the fields that are wanted as the configuration leaves them', async () => {
    const change = { 'X-Original-URI': '/app/set', 'X-Original-Fields': 'X-Role X-Other' };
    const answer = await ask(change, [['X-Role', 'admin']]);
    expect(headerValues(answer, 'x-kerbgate-field-x-role')).toEqual(['reader']);
    expect(headerValues(answer, 'x-kerbgate-field-x-other')).toEqual([]);
  });
});

describe('a question that is not', () => {
  test.each(questionFields)('is refused without %s, and the log has the line to write', async (name) => {
    expect(refusal(await ask({ [name]: undefined }))).toBe('500');
    await server.untilLog(
      `${name} is missing, and nothing is decided by guess. Write in the location of nginx`,
    );
    await server.untilLog(`asks: proxy_set_header ${name} `);
  });

  test.each(questionFields)('is refused with two of %s', async (name) => {
    expect(refusal(await ask({}, [[name.toLowerCase(), question[name]!]]))).toBe('403');
  });

  const malformed: readonly Change[] = [
    { 'X-Original-Client': '198.51.100.7' },
    { 'X-Original-Client': 'unix: 0' },
    { 'X-Original-Client': 'localhost 4000' },
    { 'X-Original-Client': '198.51.100.7 70000' },
    { 'X-Original-Client': '198.51.100.7 40000, 192.0.2.1 1' },
    { 'X-Original-Address': '* 80' },
    { 'X-Original-Protocol': 'HTTP/0.9' },
    { 'X-Original-Scheme': 'wss' },
    { 'X-Original-Method': 'CONNECT' },
    { 'X-Original-URI': 'http://localhost/app/open' },
    { 'X-Original-URI': 'app/open' },
    { 'X-Original-Serves': 'none' },
    { 'X-Original-Serves': 'file page.txt' },
    { 'X-Original-Serves': '' },
    { 'X-Original-Fields': 'X-Role, X-Other' },
    { 'X-Original-Other': 'x' },
  ];
  test.each(malformed)('is refused with %j', async (change) => {
    expect(refusal(await ask(change))).toBe('403');
  });

  test('is what serving would answer with 400', async () => {
    expect(refusal(await ask({ 'X-Original-URI': '/app/a b' }))).toBe('403 400');
    expect(refusal(await ask({ 'X-Original-Method': 'MAKEUP' }))).toBe('403 400');
    expect(refusal(await ask({ 'X-Original-URI': '/app/../../x' }))).toBe('403 400');
  });
});

describe('what is served has to be what was decided', () => {
  const elsewhere: readonly Change[] = [
    { 'X-Original-Serves': 'upstream http://127.0.0.1:10' },
    { 'X-Original-Serves': 'upstream http://127.0.0.1:9/base' },
    { 'X-Original-Serves': 'file /etc/passwd' },
    { 'X-Original-URI': '/pages/page.txt', 'X-Original-Serves': 'upstream http://127.0.0.1:9' },
    { 'X-Original-URI': '/pages/page.txt', 'X-Original-Serves': 'file /etc/passwd' },
    { 'X-Original-URI': '/app/x/../closed/x', 'X-Original-Serves': 'raw' },
    { 'X-Original-URI': '/app//open', 'X-Original-Serves': 'raw' },
    { 'X-Original-URI': '/app/%2e%2e/app/open', 'X-Original-Serves': 'raw' },
    { 'X-Original-URI': '/app/./open', 'X-Original-Serves': 'raw' },
    // Led to an open place, while whoever serves the target as it was sent serves the other one.
    { 'X-Original-URI': '/secret', 'X-Original-Serves': 'raw' },
  ];
  test.each(elsewhere)('%j is refused', async (change) => {
    expect(refusal(await ask(change))).toBe('403');
  });

  test('a target that everybody reads alike may be served as it was sent', async () => {
    expect((await ask({ 'X-Original-Serves': 'raw' })).status).toBe(204);
  });

  test('a file is the one that is told, or in the folder that is', async () => {
    const file = (path: string, told = path): Change => ({
      'X-Original-URI': path,
      'X-Original-Serves': `file ${folder}${told}`,
    });
    expect((await ask(file('/pages/page.txt'))).status).toBe(204);
    expect(refusal(await ask(file('/pages/page.txt', '/pages/other.txt')))).toBe('403');
    expect(refusal(await ask(file('/pages/missing.txt')))).toBe('403 404');
    for (const name of ['program.cgi', 'program.odd', 'page.shtml'])
      expect(refusal(await ask(file(`/pages/${name}`)))).toBe('403');
    expect(refusal(await ask(file('/pages')))).toBe('403 301 http://localhost/pages/');
  });
});

describe('what the client says of its body and connection', () => {
  test.each(['Connection', 'Expect', 'Upgrade', 'TE', 'Keep-Alive'])(
    'is what conditions see: %s',
    async (name) => {
      const change = { 'X-Original-URI': `/app/without-${name.toLowerCase()}` };
      expect((await ask(change)).status).toBe(204);
      expect((await ask({ ...change, [`X-Original-${name}`]: 'something' })).status).toBe(403);
    },
  );

  const bodies: readonly (readonly [string, Change, string])[] = [
    ['small', { 'X-Original-Content-Length': '10' }, '204'],
    ['small', { 'X-Original-Content-Length': '11' }, '403 413'],
    ['small', { 'X-Original-Transfer-Encoding': 'chunked' }, '403 411'],
    ['unbounded', { 'X-Original-Content-Length': '11' }, '204'],
    ['unbounded', { 'X-Original-Transfer-Encoding': 'chunked' }, '204'],
  ];
  test.each(bodies)('counts for a file in %s with %j: %s', async (place, change, expected) => {
    const path = `/${place}/page.txt`;
    const served = { 'X-Original-URI': path, 'X-Original-Serves': `file ${folder}${path}` };
    expect(refusal(await ask({ ...served, 'X-Original-Method': 'POST', ...change }))).toBe(expected);
  });

  test('is not counted for an upstream', async () => {
    const change = { 'X-Original-URI': '/app/small', 'X-Original-Method': 'POST' };
    expect((await ask({ ...change, 'X-Original-Content-Length': '11' })).status).toBe(204);
    expect((await ask({ ...change, 'X-Original-Transfer-Encoding': 'chunked' })).status).toBe(204);
  });
});

test('whoever is not named may not ask', async () => {
  const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  const connection = Connection.over(socket);
  const answer = await connection.send({ method: 'GET', target: '/', headers: fieldsOf({}) });
  connection.close();
  expect(answer.status).toBe(403);
  await server.untilLog('KerbgateAuthRequest does not name this address');
});

test('nothing is served at the place for questions', async () => {
  expect((await sendOnce(server.port, { method: 'GET', target: '/httpd.pid', headers: [] })).status).toBe(
    500,
  );
  const answer = await sendOnce(server.port, {
    method: 'POST',
    target: '/app/open',
    headers: [
      ['Upgrade', 'websocket'],
      ['Connection', 'upgrade'],
    ],
    body: 'x',
  });
  expect(answer.status).toBe(500);
});

const found = (text: string): readonly string[] =>
  loadSnippet(text).diagnostics.map(({ message }) => message);

test.each([
  ['KerbgateAuthRequest 8079 127.0.0.1', 'takes an address with a port'],
  ['KerbgateAuthRequest localhost:8079 127.0.0.1', 'takes an address with a port'],
  ['KerbgateAuthRequest 127.0.0.1:8079', 'takes the addresses of the servers that may ask'],
  ['KerbgateAuthRequest 127.0.0.1:8079 localhost', 'localhost is no IP address'],
  ['KerbgateAuthRequest 127.0.0.1:8079 10.0.0.0/8', '10.0.0.0/8 is no IP address'],
  ['KerbgateAuthRequest 192.0.2.1:8079 192.0.2.2', 'is reached from other machines'],
  [
    '<VirtualHost *:80>\nKerbgateAuthRequest 127.0.0.1:8079 127.0.0.1\n</VirtualHost>',
    'cannot occur within <VirtualHost> section',
  ],
])('%s is told', (text, message) => {
  expect(found(text).join('\n')).toContain(message);
});

test('addresses are compared as the system writes them', () => {
  const { ruleset } = loadSnippet('Listen 80\nKerbgateAuthRequest [::1]:8079 ::1 2001:DB8:0::1');
  expect(ruleset?.host.core.authRequests).toEqual({
    address: '::1',
    port: 8079,
    trusted: ['::1', '2001:db8::1'],
  });
});
