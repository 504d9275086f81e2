import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApache } from '../kit/apache.js';
import { type HttpRequest, sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { startUpstream, type Upstream } from '../kit/upstream.js';
import { migrated, startBehind } from './nginx-servers.js';

/*
 * Apache and what nginx makes of the same configuration, asked for what only one of them might give. The first
 * server is cut into locations, kerbgate decides for the others.
 */

const folder = makeScratch('nginx-apache');
let upstream: Upstream;
let apache: WebServer;
let behind: Awaited<ReturnType<typeof startBehind>>;

const open = `
<Directory />
  AllowOverride None
  Require all denied
</Directory>
<Directory ${folder}/www>
  Require all granted
</Directory>
<Directory ${folder}/www/closed>
  Require all denied
</Directory>
<Directory ${folder}/www/open/closed>
  Require all denied
</Directory>
<Directory ${folder}/www/other>
  DirectoryIndex other.html
</Directory>
<Directory ${folder}/www/none>
  DirectoryIndex disabled
</Directory>`;

/** Ports of a machine are few, so the servers are told apart by their names. */
const configuration = (): string => `${open}
<VirtualHost *>
  ServerName cut.test
  DocumentRoot ${folder}/www
  Alias /dots ${folder}/www/x/../open
  Alias /slashes ${folder}/www//open
  ProxyPass /app/ "http://127.0.0.1:${upstream.port}/a;b/"
  ProxyPass /any http://127.0.0.1:${upstream.port}/any
  <Location /any/private>
    Require all denied
  </Location>
</VirtualHost>
<VirtualHost *>
  ServerName joined.test
  DocumentRoot ${folder}/www
  Alias /files/ ${folder}/www/clo
</VirtualHost>
<VirtualHost *>
  ServerName sections.test
  DocumentRoot ${folder}/www
  <Location /closed>
    Alias ${folder}/www/open/page.txt
  </Location>
</VirtualHost>
<VirtualHost *>
  ServerName fields.test
  ProxyPass / http://127.0.0.1:${upstream.port}/
  <If "-n req('Upgrade') || -n req('Content-Length') || -n req('Transfer-Encoding') || -n req('TE')">
    Require all denied
  </If>
</VirtualHost>
<VirtualHost *>
  ServerName bodies.test
  DocumentRoot ${folder}/www
  ProxyPass /app/ http://127.0.0.1:${upstream.port}/
  LimitRequestBody 20
  <Location /open>
    LimitRequestBody 10
  </Location>
  <Location /app>
    LimitRequestBody 10
  </Location>
</VirtualHost>
<VirtualHost *>
  ServerName judged-bodies.test
  DocumentRoot ${folder}/www
  ProxyPass /app/ http://127.0.0.1:${upstream.port}/
  LimitRequestBody 20
  <LocationMatch "^/(open|app)">
    LimitRequestBody 10
  </LocationMatch>
</VirtualHost>
<VirtualHost *>
  ServerName same.test
  ProxyPass / http://127.0.0.1:${upstream.port}/
  <If "true">
    Require all denied
  </If>
</VirtualHost>
<VirtualHost *>
  ServerName same.test
  ServerAlias alias.test
  ProxyPass / http://127.0.0.1:${upstream.port}/
  <If "true">
    Require all granted
  </If>
</VirtualHost>
<VirtualHost *>
  ServerName session.test
  ProxyPass / http://127.0.0.1:${upstream.port}/
  <Location /session>
    Session On
    SessionCookieName login path=/
    SessionCookieRemove On
  </Location>
</VirtualHost>`;

beforeAll(async () => {
  const names = ['index.html', 'open/page.txt', 'open/closed/page.txt', 'closed/page.txt'];
  for (const name of [...names, 'other/index.html', 'other/other.html', 'none/index.html', 'clo/page.txt']) {
    mkdirSync(dirname(join(folder, 'www', name)), { recursive: true });
    writeFileSync(join(folder, 'www', name), `${name}\n`);
  }
  upstream = await startUpstream();
  apache = await startApache({ folder, environment: {}, configuration });
  behind = await startBehind(
    folder,
    { serverEnvironment: () => ({}) },
    (port) => `Listen 127.0.0.1:${port}\n${configuration()}`,
  );
});

afterAll(async () => {
  await behind?.stop();
  await apache?.stop();
  await upstream?.stop();
  dropScratch(folder);
});

type Asked = Partial<Pick<HttpRequest, 'method' | 'headers' | 'body'>>;

async function ask(port: number, host: string, target: string, { headers = [], ...asked }: Asked = {}) {
  const answer = await sendOnce(port, {
    method: 'GET',
    target,
    ...asked,
    headers: [['Host', host], ...headers],
  });
  const text = answer.body.toString('latin1');
  if (answer.status !== 200) return String(answer.status);
  return text.startsWith('{') ? (JSON.parse(text) as { target: string }).target : text.trim();
}

async function both(host: string, target: string, asked: Asked = {}): Promise<readonly [string, string]> {
  return [await ask(apache.port, host, target, asked), await ask(behind.port, host, target, asked)];
}

describe('nginx with what was made of a configuration gives what Apache gives', () => {
  test.each([
    // httpd looks for sections about a folder by its name without dots and double slashes.
    ['cut.test', '/dots/page.txt', 'open/page.txt'],
    ['cut.test', '/dots/closed/page.txt', '403'],
    ['cut.test', '/slashes/page.txt', 'open/page.txt'],
    ['cut.test', '/slashes/closed/page.txt', '403'],
    // nginx ends a path at the fragment, and takes it for the parent of what an upstream gets.
    ['cut.test', '/open/page.txt#x', '400'],
    ['cut.test', '/any/private/..#x', '400'],
    ['cut.test', '/any/private/..#', '400'],
    ['cut.test', 'http://cut.test/any/private/..#', '400'],
    ['cut.test', '/any/private', '403'],
    // What nginx would end a word at.
    ['cut.test', '/app/x', '/a;b/x'],
    ['cut.test', '/other/', 'other/other.html'],
    ['cut.test', '/none/', '404'],
    ['cut.test', '/none/index.html', 'none/index.html'],
    ['joined.test', '/files/sed/page.txt', '403'],
    ['sections.test', '/closed', 'open/page.txt'],
    ['fields.test', '/x', '/x'],
    ['fields.test', '/x#', '400'],
    // Both of them have the name; the host of the target counts.
    ['same.test', '/x', '403'],
    ['alias.test', '/x', '/x'],
    ['alias.test', 'http://same.test/x', '403'],
  ])('%s %s: %s', async (host, target, expected) => {
    const [here, there] = await both(host, target);
    expect(here).toBe(expected);
    // It may refuse where httpd does not, never the other way round.
    if (there !== refusedBehind.get(`${host} ${target}`)) expect(there).toBe(expected);
  });

  test.each([
    ['Upgrade', 'websocket'],
    ['TE', 'trailers'],
    ['Content-Length', '0'],
  ])('conditions look at the field %s', async (name, value) => {
    expect(await both('fields.test', '/x', { headers: [[name, value]] })).toEqual(['403', '403']);
  });

  test.each([
    ['/open/page.txt', 10, 'open/page.txt'],
    ['/open/page.txt', 11, '413'],
    ['/index.html', 20, 'index.html'],
    ['/index.html', 21, '413'],
    // httpd does not count what an upstream gets.
    ['/app/x', 30, '/x'],
  ])('LimitRequestBody: %s with %d bytes: %s', async (target, length, expected) => {
    const asked: Asked = { headers: [['Content-Length', String(length)]], body: 'x'.repeat(length) };
    for (const host of ['bodies.test', 'judged-bodies.test'])
      expect(await both(host, target, asked)).toEqual([expected, expected]);
  });

  test('conditions look at the framing of a body', async () => {
    const posted: Asked = {
      method: 'POST',
      headers: [['Transfer-Encoding', 'chunked']],
      body: '2\r\nab\r\n0\r\n\r\n',
    };
    expect(await both('fields.test', '/x', posted)).toEqual(['403', '403']);
  });

  test('an application gets no cookie of a session that is taken out', async () => {
    for (const port of [apache.port, behind.port]) {
      const cookie = ['Cookie', 'a=b; login=sealed; c=d'] as const;
      const host = ['Host', 'session.test'] as const;
      for (const [target, kept] of [
        ['/session', false],
        ['/elsewhere', true],
      ] as const) {
        const { body } = await sendOnce(port, { method: 'GET', target, headers: [host, cookie] });
        expect([target, body.includes('a=b'), body.includes('sealed')]).toEqual([target, true, kept]);
      }
    }
  });
});

/** What nginx cannot serve. */
const refusedBehind = new Map([['sections.test /closed', '403']]);

test('a server that asks clients for certificates is left to kerbgate, which refuses', () => {
  const { files } = migrated('Listen 443\nSSLEngine On\nSSLVerifyClient require\nDocumentRoot /srv/www\n');
  expect(files[0]?.text ?? '').toContain('# kerbgate decides every request: SSLVerifyClient');
});

test.each([
  ['LimitRequestLine 500', 'limits of the request line and of fields'],
  ['LimitRequestFieldSize 500', 'limits of the request line and of fields'],
  ['LimitRequestFields 20', 'limits of the request line and of fields'],
  ['StrictHostCheck On', 'StrictHostCheck'],
  ['<VirtualHost *:80>\nServerName legacy.test\nServerPath /legacy\n</VirtualHost>', 'ServerPath'],
])('%s is left to kerbgate, since nginx cannot say it', (text, reason) => {
  const { files } = migrated(`Listen 80\nDocumentRoot /srv/www\n${text}\n`);
  const servers = files[0]!.text.split(/^server {$/m).slice(1);
  expect(servers).not.toHaveLength(0);
  for (const each of servers) expect(each).toContain(`# kerbgate decides every request: ${reason}`);
});

test('lines and fields that are longer than usual find room in nginx', () => {
  const { files } = migrated('Listen 80\nDocumentRoot /srv/www\nLimitRequestLine 20000\n');
  expect(files[0]!.text).toContain('large_client_header_buffers 4 20000;');
});
