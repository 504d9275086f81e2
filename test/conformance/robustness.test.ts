import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { Connection, type HttpRequest, sendOnce } from '../kit/request.js';
import type { WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site, startSite } from '../kit/site.js';
import { untilText } from '../kit/wait.js';

// What goes wrong for one request is answered within a bound, leaves a line in the log, and disturbs no other request.

const configuration = `DocumentRoot {ROOT}
Timeout 2
ProxyTimeout 2
CustomLog done.log "%U is over"
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

/** Another client's requests: a page, and a login. */
async function othersGoOn(at = server): Promise<void> {
  expect(await sendOnce(at.port, get('/page.html'))).toMatchObject({ status: 200 });
  const token = await site.tokens.fresh('bob');
  const login = get('/private/page.txt', `Negotiate ${token.base64}`);
  expect(await sendOnce(at.port, login)).toMatchObject({ status: 200 });
}

const mostAttempts = 5;

/**
 * Runs something that takes its time, while others go on, and gives its outcome. Others have to be done before it at least once: a
 * server that makes them wait never lets them, and one on a busy machine does at some time.
 */
async function meanwhile<T>(slow: () => Promise<T>, at = server): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let over = false;
    const work = slow().finally(() => {
      over = true;
    });
    await othersGoOn(at);
    const outlasted = !over;
    const outcome = await work;
    if (outlasted) return outcome;
    if (attempt === mostAttempts) throw new Error('others have to wait');
  }
}

/** The log lines that come while something runs and until there is one of a kind. */
async function loggedBy(work: () => Promise<unknown>, pattern: RegExp | string = '\n'): Promise<string> {
  const before = server.log().length;
  await work();
  return untilText(() => server.log().slice(before), pattern);
}

describe('a bad Authorization header', () => {
  test.each([
    ['Negotiate with garbage', 'Negotiate AAAA', [401], true],
    // httpd tells of fields that are too long at the level info of core only.
    ['Negotiate that is too big', `Negotiate ${'A'.repeat(100_000)}`, [400, 401, 431], false],
    ['Basic without a colon', 'Basic YWxpY2U=', [401], true],
    ['bytes of no scheme', '\x01\x7f\xff', [400, 401], true],
  ])('%s is refused and logged', async (_, value, statuses, logged) => {
    const ask = async () => {
      const answer = await sendOnce(server.port, get('/private/page.txt', value));
      expect(statuses).toContain(answer.status);
    };
    await (logged ? loggedBy(ask) : ask());
    await othersGoOn();
  });

  test('a log line never holds the credentials', async () => {
    const login = get('/private/page.txt', `Basic ${btoa('alice:not-her-password')}`);
    const log = await loggedBy(() => sendOnce(server.port, login), 'login refused: the password is wrong');
    expect(log).not.toContain('not-her-password');
    expect(log).not.toContain(btoa('alice:not-her-password'));
  });
});

test('a missing keytab is a refusal with a log line that names it', async () => {
  const token = await site.tokens.fresh('alice');
  const ask = async () => {
    const answer = await sendOnce(server.port, get('/keyless/page.txt', `Negotiate ${token.base64}`));
    expect(answer.status).toBe(401);
  };
  await loggedBy(ask, site.placeholders.MISSING!);
  await othersGoOn();
});

/** What comes back for a part of a request. */
async function answerTo(part: string): Promise<Answer> {
  const connection = await Connection.open(server.port);
  try {
    connection.write(part);
    return await connection.answer(part.split(' ', 1)[0]!);
  } finally {
    connection.close();
  }
}

test('a request that never ends is given up', async () => {
  const outcome = await meanwhile(() => answerTo('GET /page.html HTTP/1.1\r\nHost: loc'));
  expect(outcome.failure).not.toBe('timeout');
  expect([0, 400, 408]).toContain(outcome.status);
});

test('a request body that never comes is given up', async () => {
  const part = 'POST /cgi-bin/env HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc';
  const outcome = await meanwhile(() => answerTo(part));
  expect(outcome.failure).not.toBe('timeout');
});

test('a client that stops reading does not hold the server', async () => {
  const size = 64 * 1024 * 1024;
  writeFileSync(join(site.placeholders.ROOT ?? '', 'huge.bin'), Buffer.alloc(size));
  const connection = await Connection.open(server.port);
  try {
    connection.pause();
    connection.write('GET /huge.bin HTTP/1.1\r\nHost: localhost\r\n\r\n');
    for (let round = 0; round < 10; round++) await othersGoOn();
    const done = join(dirname(server.file), 'done.log');
    await untilText(() => readFileSync(done, 'latin1'), '/huge.bin is over');
    connection.resume();
    const answer = await connection.answer('GET');
    expect(answer.body.length).toBeLessThan(size);
    expect(answer.failure).not.toBe('timeout');
  } finally {
    connection.close();
  }
});

describe('content that does not come', () => {
  test.each([
    ['an application that is not there', '/gone/page', 503, false],
    ['an application that does not answer', '/app/hang', 502, true],
    ['an application that breaks off', '/app/dies', 502, false],
    ['a CGI program that hangs', '/cgi-bin/hang', 504, true],
    ['a CGI program that says nothing', '/cgi-bin/silent', 500, false],
  ])('%s', async (_, target, status, slow) => {
    const ask = () => sendOnce(server.port, get(target));
    await loggedBy(async () => {
      const outcome = await (slow ? meanwhile(ask) : ask());
      expect(outcome.status).toBe(status);
      expect(headerValues(outcome, 'content-type')[0]).toMatch(/^text\/html/);
    });
    await othersGoOn();
  });

  test('a CGI program that hangs in the middle of its answer', async () => {
    const outcome = await meanwhile(() => sendOnce(server.port, get('/cgi-bin/hang-later')));
    expect(outcome.failure).not.toBe('timeout');
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
    const login = get('/private/page.txt', `Basic ${btoa('alice:alice-pw')}`);
    const answers = await meanwhile(
      () => Promise.all(Array.from({ length: 8 }, () => sendOnce(cut.port, login, 60))),
      cut,
    );
    for (const answer of answers) expect([answer.status, answer.failure]).toEqual([401, undefined]);
    await cut.untilLog('the KDC did not answer in time');
  });
});
