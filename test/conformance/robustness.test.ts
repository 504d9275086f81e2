import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { Connection, type HttpRequest, sendOnce } from '../kit/request.js';
import type { WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site, startSite } from '../kit/site.js';

// What goes wrong for one request is answered within a bound, leaves a line in the log, and disturbs no other request.

const configuration = `DocumentRoot {ROOT}
Timeout 2
ProxyTimeout 2
ScriptAlias /cgi-bin/ {CGI}/
ProxyPass /app http://127.0.0.1:{UPSTREAM}/app
ProxyPass /gone http://127.0.0.1:1/
<Location /private>
  AuthType GSSAPI
  AuthName "Private Area"
  GssapiCredStore keytab:{KEYTAB}
  GssapiBasicAuth On
  Require valid-user
</Location>
<Location /keyless>
  AuthType GSSAPI
  AuthName "Keyless"
  GssapiCredStore keytab:{MISSING}
  Require valid-user
</Location>`;

let site: Site;
let server: WebServer;

beforeAll(async () => {
  site = await startSite();
  server = await startKerbgate({
    folder: site.folder,
    environment: site.realm.serverEnvironment('robustness'),
    configuration: () => fillPlaceholders(configuration, site.placeholders),
  });
});

afterAll(async () => {
  await server?.stop();
  await site?.stop();
});

function get(target: string, authorization?: string): HttpRequest {
  return {
    method: 'GET',
    target,
    headers: authorization === undefined ? [] : [['Authorization', authorization]],
  };
}

/** Another client's requests: a page, and a login, each at once. */
async function othersGoOn(): Promise<void> {
  const page = await sendOnce(server.port, get('/page.html'), 1);
  expect(page).toMatchObject({ status: 200 });
  const token = await site.tokens.fresh('bob');
  expect(await sendOnce(server.port, get('/private/page.txt', `Negotiate ${token.base64}`), 1)).toMatchObject(
    { status: 200 },
  );
}

/** Runs something that takes its time, while others go on; returns its outcome and how long it took. */
async function meanwhile<T>(slow: Promise<T>): Promise<{ outcome: T; seconds: number }> {
  const start = Date.now();
  for (let round = 0; round < 5; round++) await othersGoOn();
  const outcome = await slow;
  return { outcome, seconds: (Date.now() - start) / 1000 };
}

/** The log lines that came while something ran, until one tells `of`; they may be written after the answer. */
async function loggedBy(work: () => Promise<unknown>, of = '\n'): Promise<string> {
  const before = server.log().length;
  await work();
  for (let round = 0; round < 100 && !server.log().includes(of, before); round++) await delay(50);
  return server.log().slice(before);
}

describe('a bad Authorization header', () => {
  test.each([
    ['Negotiate with garbage', 'Negotiate AAAA', [401], true],
    // httpd tells of fields that are too long at the level info of core only.
    ['Negotiate that is too big', `Negotiate ${'A'.repeat(100_000)}`, [400, 401, 431], false],
    ['Basic without a colon', 'Basic YWxpY2U=', [401], true],
    ['bytes of no scheme', '\x01\x7f\xff', [400, 401], true],
  ])('%s is refused and logged', async (_, value, statuses, logged) => {
    const log = await loggedBy(async () => {
      const answer = await sendOnce(server.port, get('/private/page.txt', value), 3);
      expect(statuses).toContain(answer.status);
    });
    if (logged) expect(log).not.toBe('');
    await othersGoOn();
  });

  test('a log line never holds the credentials', async () => {
    const log = await loggedBy(() =>
      sendOnce(server.port, get('/private/page.txt', `Basic ${btoa('alice:not-her-password')}`)),
    );
    expect(log).not.toContain('not-her-password');
    expect(log).not.toContain(btoa('alice:not-her-password'));
  });
});

test('a missing keytab is a refusal with a log line that names it', async () => {
  const token = await site.tokens.fresh('alice');
  const log = await loggedBy(async () => {
    const answer = await sendOnce(server.port, get('/keyless/page.txt', `Negotiate ${token.base64}`), 3);
    expect(answer.status).toBe(401);
  }, site.placeholders.MISSING);
  expect(log).toContain(site.placeholders.MISSING);
  await othersGoOn();
});

test('a request that never ends is given up', async () => {
  const connection = await Connection.open(server.port);
  try {
    connection.write('GET /page.html HTTP/1.1\r\nHost: loc');
    const { outcome, seconds } = await meanwhile(connection.answer('GET', 20));
    expect(outcome.failure).not.toBe('timeout');
    expect([0, 400, 408]).toContain(outcome.status);
    expect(seconds).toBeLessThan(15);
  } finally {
    connection.close();
  }
});

test('a request body that never comes is given up', async () => {
  const connection = await Connection.open(server.port);
  try {
    connection.write('POST /cgi-bin/env HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc');
    const { outcome, seconds } = await meanwhile(connection.answer('POST', 20));
    expect(outcome.failure).not.toBe('timeout');
    expect(seconds).toBeLessThan(15);
  } finally {
    connection.close();
  }
});

test('a client that stops reading does not hold the server', async () => {
  const size = 64 * 1024 * 1024;
  writeFileSync(join(site.placeholders.ROOT ?? '', 'huge.bin'), Buffer.alloc(size));
  const connection = await Connection.open(server.port);
  try {
    connection.pause();
    connection.write('GET /huge.bin HTTP/1.1\r\nHost: localhost\r\n\r\n');
    for (let round = 0; round < 10; round++) await othersGoOn();
    await new Promise((resolve) => setTimeout(resolve, 6000));
    connection.resume();
    const answer = await connection.answer('GET', 10);
    expect(answer.body.length).toBeLessThan(size);
    expect(answer.failure).not.toBe('timeout');
  } finally {
    connection.close();
  }
}, 30_000);

describe('content that does not come', () => {
  test.each([
    ['an application that is not there', '/gone/page', 503],
    ['an application that does not answer', '/app/hang', 502],
    ['an application that breaks off', '/app/dies', 502],
    ['a CGI program that hangs', '/cgi-bin/hang', 504],
    ['a CGI program that says nothing', '/cgi-bin/silent', 500],
  ])('%s', async (_, target, status) => {
    const log = await loggedBy(async () => {
      const { outcome, seconds } = await meanwhile(sendOnce(server.port, get(target), 20));
      expect(outcome.status).toBe(status);
      expect(headerValues(outcome, 'content-type')[0]).toMatch(/^text\/html/);
      expect(seconds).toBeLessThan(10);
    });
    expect(log).not.toBe('');
  });

  test('a CGI program that hangs in the middle of its answer', async () => {
    const { outcome, seconds } = await meanwhile(sendOnce(server.port, get('/cgi-bin/hang-later'), 20));
    expect(outcome.failure).not.toBe('timeout');
    expect(seconds).toBeLessThan(10);
  });
});

describe('a KDC that hangs', () => {
  let silent: Server;
  let cut: WebServer;

  beforeAll(async () => {
    silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    cut = await startKerbgate({
      folder: site.folder,
      environment: {
        ...site.realm.serverEnvironment('hanging'),
        KRB5_CONFIG: site.realm.configurationFor(port),
      },
      configuration: () => fillPlaceholders(configuration, site.placeholders),
    });
  });

  afterAll(async () => {
    await cut?.stop();
    silent?.close();
  });

  test('refuses passwords within a bound, and tickets are accepted meanwhile', async () => {
    const start = Date.now();
    const waiting = Array.from({ length: 8 }, () =>
      sendOnce(cut.port, get('/private/page.txt', `Basic ${btoa('alice:alice-pw')}`), 40),
    );
    for (let round = 0; round < 10; round++) {
      const token = await site.tokens.fresh('bob');
      const answer = await sendOnce(cut.port, get('/private/page.txt', `Negotiate ${token.base64}`), 1);
      expect(answer).toMatchObject({ status: 200 });
    }
    for (const answer of await Promise.all(waiting)) expect(answer.status).not.toBe(200);
    expect((Date.now() - start) / 1000).toBeLessThan(35);
    expect(cut.log()).not.toBe('');
  }, 60_000);
});
