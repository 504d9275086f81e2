import { createHash } from 'node:crypto';
import http from 'node:http';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Fields, HandlerExchange, ProxyContent } from '../../src/content/handler.js';
import { createProxyHandler } from '../../src/content/proxy.js';
import { Upstreams } from '../../src/content/upstreams.js';
import { withEnoughTime } from '../kit/wait.js';
import { ask, connect, readAll, startServer, type TestServer, until } from './exchange.js';
import { closedOrigin, type RawUpstream, startUpstream } from './upstream.js';

const closing: { close(): Promise<unknown> }[] = [];

afterAll(async () => {
  for (const thing of closing.reverse()) await thing.close();
});

function fieldsOf({ request }: HandlerExchange): Fields {
  const fields: [string, string][] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2)
    fields.push([request.rawHeaders[at]!, request.rawHeaders[at + 1]!]);
  return fields;
}

async function gateway(
  origin: string,
  more: Partial<ProxyContent> = {},
  upstreams = new Upstreams(),
): Promise<TestServer> {
  const handler = createProxyHandler(upstreams);
  const server = await startServer((exchange) =>
    handler(exchange, {
      kind: 'proxy',
      origin,
      target: exchange.request.url!,
      fields: fieldsOf(exchange),
      forwarded: {
        client: '192.0.2.7',
        host: exchange.request.headers.host,
        server: 'gate.example',
        add: true,
      },
      preserveHost: false,
      connectTimeout: 0,
      timeout: 20,
      rewriteResponse: (_name, value) => value,
      ...more,
    }),
  );
  closing.push(server);
  return server;
}

async function upstream(answer: Parameters<typeof startUpstream>[0]): Promise<RawUpstream> {
  const started = await startUpstream(answer);
  closing.push(started);
  return started;
}

/** An upstream that always writes the same bytes, and closes if asked to. */
function answering(text: string, end = false): Promise<RawUpstream> {
  return upstream((socket) => (end ? socket.end(text, 'latin1') : socket.write(text, 'latin1')));
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** The header section an upstream got, without its first line, sorted, with names in lower case. */
function sentFields(text: string): string[] {
  const lines = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n').slice(1);
  return lines.map((line) => line.replace(/^[^:]*/, (name) => name.toLowerCase())).sort();
}

describe('request', () => {
  const forwarded = [
    'x-forwarded-for: 192.0.2.7',
    'x-forwarded-host: front.example',
    'x-forwarded-server: gate.example',
  ];
  const cases: readonly (readonly [string, string, string, readonly string[], Partial<ProxyContent>])[] = [
    ['plain', 'GET /a?b=%20 HTTP/1.1', 'X-A: 1', ['x-a: 1', ...forwarded], {}],
    [
      'appends X-Forwarded',
      'GET / HTTP/1.1',
      'X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Server: s',
      [
        'x-forwarded-for: 1.2.3.4, 192.0.2.7',
        'x-forwarded-host: front.example',
        'x-forwarded-server: s, gate.example',
      ],
      {},
    ],
    [
      'ProxyAddHeaders Off',
      'GET / HTTP/1.1',
      'X-A: 1',
      ['x-a: 1'],
      { forwarded: { client: 'c', host: 'h', server: 's', add: false } },
    ],
    [
      'hop-by-hop',
      'GET / HTTP/1.1',
      'TE: trailers\r\nKeep-Alive: q\r\nProxy-Connection: x\r\nTrailer: x\r\nX-A: 1',
      ['x-a: 1', ...forwarded],
      {},
    ],
    [
      'named by Connection',
      'GET / HTTP/1.1',
      'Connection: X-Gone, x-also ;close\r\nX-GONE: 1\r\nX-Also: 2\r\nX-A: 1',
      ['x-a: 1', ...forwarded],
      {},
    ],
    [
      'latin1 and repeated fields',
      'GET / HTTP/1.1',
      'X-A: \xe9\r\nX-A: 2',
      ['x-a: 2', 'x-a: \xe9', ...forwarded],
      {},
    ],
    [
      'Upgrade is not for plain requests',
      'GET / HTTP/1.1',
      'Connection: upgrade\r\nUpgrade: h2c',
      forwarded,
      {},
    ],
    ['Expect is answered here', 'GET / HTTP/1.1', 'Expect: 100-continue', forwarded, {}],
  ];

  test.each(cases)('%s', async (_title, line, lines, expected, more) => {
    const back = await answering(ok);
    const front = await gateway(back.origin, more);
    const socket = await connect(front.port, `${line}\r\nHost: front.example\r\n${lines}\r\n\r\n`);
    await front.next();
    socket.destroy();
    expect(back.received[0]!.split('\r\n')[0]).toBe(line);
    const rest = sentFields(back.received[0]!).filter((field) => !/^(host|connection):/.test(field));
    expect(rest).toEqual([...expected].sort());
    expect(sentFields(back.received[0]!)).toContain(`host: ${back.origin.slice(7)}`);
  });

  test('ProxyPreserveHost', async () => {
    const back = await answering(ok);
    await ask((await gateway(back.origin, { preserveHost: true })).port, '/', { headers: ['X-A', '1'] });
    expect(sentFields(back.received[0]!)).toContainEqual(expect.stringMatching(/^host: 127\.0\.0\.1:\d+$/));
    expect(sentFields(back.received[0]!)).not.toContain(`host: ${back.origin.slice(7)}`);
  });

  test('a target with control characters is 403', async () => {
    const back = await answering(ok);
    for (const target of ['/a b', '/a\r\nX: 1', '/\x7f', '/\u0100']) {
      const { status } = await ask((await gateway(back.origin, { target })).port, '/');
      expect([target, status]).toEqual([target, target === '/\x7f' ? 200 : 403]);
    }
  });

  test.each([
    ['Content-Length', ['Content-Length', '3000000'], 'content-length: 3000000'],
    ['chunked', ['Transfer-Encoding', 'chunked'], 'transfer-encoding: chunked'],
  ])('a body with %s arrives whole and framed the same', async (_title, headers, field) => {
    const sum = createHash('sha256');
    let framing: string[] = [];
    const back = http.createServer(async (request, response) => {
      framing = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
      for await (const chunk of request) sum.update(chunk as Buffer);
      response.end('ok');
    });
    await new Promise<void>((listening) => back.listen(0, '127.0.0.1', listening));
    const front = await gateway(`http://127.0.0.1:${(back.address() as { port: number }).port}`);
    const body = Buffer.alloc(3_000_000, 'abcdefghij');
    const answer = await ask(front.port, '/', { method: 'POST', headers, body });
    back.closeAllConnections();
    back.close();
    expect([answer.status, framing.includes(field)]).toEqual([200, true]);
    expect(sum.digest('hex')).toBe(createHash('sha256').update(body).digest('hex'));
  });

  test('an empty POST states its length', async () => {
    const back = await answering(ok);
    await ask((await gateway(back.origin)).port, '/', { method: 'POST', headers: ['Content-Length', '0'] });
    expect(sentFields(back.received[0]!)).toContain('content-length: 0');
  });

  test('an error page asks without the body', async () => {
    const back = await answering(ok);
    const handler = createProxyHandler();
    const front = await startServer(
      (exchange) =>
        handler(exchange, {
          kind: 'proxy',
          origin: back.origin,
          target: '/error',
          fields: fieldsOf(exchange),
          preserveHost: false,
          connectTimeout: 0,
          timeout: 20,
          forwarded: { client: 'c', host: undefined, server: 's', add: false },
          rewriteResponse: (_name, value) => value,
        }),
      { takesBody: false, method: 'GET' },
    );
    closing.push(front);
    await ask(front.port, '/', { method: 'POST', body: 'secret' });
    expect(back.received[0]).toMatch(/^GET \/error /);
    expect(back.received[0]).not.toMatch(/secret|content-length/i);
  });
});

describe('response', () => {
  test('hop-by-hop fields and trailers are dropped, the rest is passed on as it is', async () => {
    const back = await answering(
      'HTTP/1.1 200 Fine\r\nServer: up\r\nDate: Tue, 02 Jan 2024 03:04:05 GMT\r\nConnection: X-Gone\r\nX-Gone: 1\r\nKeep-Alive: x\r\n' +
        'Proxy-Authenticate: Basic\r\nTrailer: X-T\r\nX-Stay: \xe9\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX-D: 1\r\nX-D: 2\r\n' +
        'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n',
    );
    const { reason, fields, body } = await ask((await gateway(back.origin)).port, '/');
    expect([reason, body.toString()]).toEqual(['Fine', 'abc']);
    expect(fields).toEqual({
      server: 'up',
      date: 'Tue, 02 Jan 2024 03:04:05 GMT',
      'x-stay': '\xe9',
      'set-cookie': 'a=b | c=d',
      'x-d': '1 | 2',
      connection: 'close',
      'transfer-encoding': 'chunked',
    });
  });

  test('the redirecting fields are rewritten, others are not', async () => {
    const names = ['Location', 'Content-Location', 'URI', 'Destination', 'Set-Cookie', 'X-Location'];
    const lines = names.map((name) => `${name}: v\r\n`).join('');
    const back = await answering(`HTTP/1.1 302 Found\r\n${lines}Content-Length: 0\r\n\r\n`);
    const { fields } = await ask(
      (await gateway(back.origin, { rewriteResponse: (name, value) => `${name}=${value}` })).port,
      '/',
    );
    for (const name of names)
      expect(fields[name.toLowerCase()]).toBe(name === 'X-Location' ? 'v' : `${name}=v`);
  });

  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 200, '5'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n', 204, undefined],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', 304, '5'],
    ['GET', 'HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n', 999, '0'],
  ])('%s %j', async (method, text, status, length) => {
    const back = await answering(text);
    const answer = await ask((await gateway(back.origin)).port, '/', { method });
    expect([answer.status, answer.body.length, answer.fields['content-length']]).toEqual([status, 0, length]);
  });

  test('a body without length ends with the connection', async () => {
    const back = await answering('HTTP/1.0 200 OK\r\n\r\nuntil the end', true);
    const answer = await ask((await gateway(back.origin)).port, '/');
    expect([answer.body.toString(), answer.broken]).toEqual(['until the end', false]);
  });

  test('early hints go through, the response follows', async () => {
    const back = await answering(`HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n${ok}`);
    const socket = await connect(
      (await gateway(back.origin)).port,
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(await readAll(socket)).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK\r\n/i,
    );
  });

  test('connections are kept', async () => {
    const back = await answering(ok);
    const front = await gateway(back.origin);
    for (let times = 0; times < 3; times += 1) await ask(front.port, '/');
    expect(back.received).toHaveLength(1);
  });
});

describe('failures before the head', () => {
  const big = `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(10_000_000)}\r\nContent-Length: 0\r\n\r\n`;
  test.each([
    ['closes without a word', '', 502],
    ['garbage', 'blah blah\r\n\r\n', 502],
    ['half a head', 'HTTP/1.1 200 OK\r\nX-A: 1\r\n', 502],
    ['a name with a blank', 'HTTP/1.1 200 OK\r\nX A: 1\r\nContent-Length: 0\r\n\r\n', 502],
    ['a control character', 'HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 0\r\n\r\n', 502],
    ['ten megabytes of header', big, 502],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 502],
    [
      'length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      502,
    ],
    ['100 that nobody asked for', `HTTP/1.1 100 Continue\r\n\r\n${ok}`, 502],
    [
      '101 that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      502,
    ],
  ])('%s', async (_title, text, status) => {
    const back = await answering(text, true);
    const front = await gateway(back.origin);
    expect((await ask(front.port, '/')).status).toBe(status);
    expect((await front.next()).log).toHaveLength(1);
  });

  test('refused: 503', async () => {
    const front = await gateway(await closedOrigin());
    expect((await ask(front.port, '/')).status).toBe(503);
    expect((await front.next()).log[0]).toMatch(/ECONNREFUSED/);
  });

  test('no such name: 500', async () => {
    expect((await ask((await gateway('http://nonexistent.invalid')).port, '/')).status).toBe(500);
  });

  test('hangs: 502', async () => {
    const back = await upstream(() => {});
    const front = await gateway(back.origin, { timeout: 0.5 });
    expect((await ask(front.port, '/')).status).toBe(502);
    await until(() => back.sockets.size === 0);
  });
});

describe('failures after the head', () => {
  test.each([
    ['reset', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'reset'],
    ['too short', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'end'],
    ['chunks cut off', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n5\r\n', 'end'],
    ['bad chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nxyz\r\n', 'stay'],
    ['hangs', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'stay'],
  ])('%s: the connection breaks', async (_title, text, then) => {
    const broken = async (seconds: number) => {
      const back = await upstream((socket) => {
        socket.write(text, () => {
          if (then === 'reset') setTimeout(() => socket.resetAndDestroy(), seconds * 200);
          if (then === 'end') socket.end();
        });
      });
      const front = await gateway(back.origin, { timeout: seconds });
      return { front, answer: await ask(front.port, '/') };
    };
    const { front, answer } = await withEnoughTime(broken, ({ answer }) => answer.body.length > 0);
    expect([answer.status, answer.body.toString(), answer.broken]).toEqual([200, 'abc', true]);
    expect(await front.next()).toEqual({
      result: { kind: 'aborted' },
      log: [expect.stringContaining('broke off')],
    });
  });
});

describe('sending again', () => {
  /** Answers the first request of the first connection and closes it when the second arrives. */
  const forgetful = () =>
    upstream((socket, _head, connection) => {
      if (connection === 0 && socket.bytesWritten > 0) socket.destroy();
      else socket.write(ok);
    });

  test.each([
    ['GET', 200, 2],
    ['HEAD', 200, 2],
    ['POST', 502, 1],
    ['DELETE', 502, 1],
  ])('%s on a kept connection that turns out closed', async (method, status, connections) => {
    const back = await forgetful();
    const front = await gateway(back.origin);
    await ask(front.port, '/');
    expect((await ask(front.port, '/', { method })).status).toBe(status);
    expect(back.received).toHaveLength(connections);
  });

  test('only once', async () => {
    const back = await upstream((socket) => socket.destroy());
    expect((await ask((await gateway(back.origin)).port, '/')).status).toBe(502);
    expect(back.received).toHaveLength(2);
  });
});

describe('clients', () => {
  test('gone before the head: the upstream request is dropped', async () => {
    const back = await upstream(() => {});
    const front = await gateway(back.origin);
    const socket = await connect(front.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => back.received[0] !== undefined && back.received[0] !== '');
    const [first] = back.sockets;
    socket.destroy();
    expect((await front.next()).result).toEqual({ kind: 'aborted' });
    await until(() => first!.destroyed);
  });

  test('gone in the middle of the request body', async () => {
    const back = await upstream(() => {});
    const front = await gateway(back.origin);
    const socket = await connect(front.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
    await until(() => back.received[0]?.endsWith('abc') === true);
    const [first] = back.sockets;
    socket.destroy();
    expect((await front.next()).result).toEqual({ kind: 'aborted' });
    await until(() => first!.destroyed);
  });

  test('stop reading: so does the gateway', async () => {
    let written = 0;
    const back = await upstream((socket) => {
      const piece = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!socket.destroyed && socket.write(piece)) written += piece.length;
      };
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n');
      socket.on('drain', more);
      more();
    });
    const front = await gateway(back.origin);
    const socket = await connect(front.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    let before = -1;
    while (before !== written || written === 0) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(written).toBeLessThan(100_000_000);
    socket.destroy();
    expect((await front.next()).result).toEqual({ kind: 'aborted' });
  });

  test('the upstream answers before it has read the body', async () => {
    const back = await upstream((socket) =>
      socket.end('HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig'),
    );
    const answer = await ask((await gateway(back.origin)).port, '/', {
      method: 'POST',
      body: Buffer.alloc(200_000),
    });
    expect([answer.status, answer.body.toString()]).toEqual([413, 'big']);
  });
});

describe('limits', () => {
  test('connections, waiting requests, then 503', async () => {
    const waiting: (() => void)[] = [];
    const back = await upstream((socket) => waiting.push(() => socket.write(ok)));
    const front = await gateway(back.origin, {}, new Upstreams({ connections: 1, waiting: 1 }));
    const answers = [ask(front.port, '/'), ask(front.port, '/'), ask(front.port, '/')];
    expect((await front.next()).result).toEqual({ kind: 'error', status: 503 });
    for (let answered = 0; answered < 2; answered += 1) {
      await until(() => waiting.length > 0);
      waiting.shift()!();
    }
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 503]);
  });

  test("waiting for a connection has the request's time limit", async () => {
    const back = await upstream(() => {});
    const upstreams = new Upstreams({ connections: 1, waiting: 1 });
    const slow = await gateway(back.origin, { timeout: 20 }, upstreams);
    const quick = await gateway(back.origin, { timeout: 0.3 }, upstreams);
    const socket = await connect(slow.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => back.received.length > 0);
    expect((await ask(quick.port, '/')).status).toBe(503);
    socket.destroy();
  });

  test('disablereuse: each request has a connection of its own', async () => {
    const counts = [];
    for (const reuse of [true, false]) {
      const back = await answering(ok);
      const server = await gateway(back.origin, { reuse });
      await ask(server.port, '/1');
      await ask(server.port, '/2');
      counts.push(back.received.length);
    }
    expect(counts).toEqual([1, 2]);
  });

  test('origins: the one unused longest is closed, and works again', async () => {
    const upstreams = new Upstreams({ origins: 1 });
    const [one, two] = [await answering(ok), await answering(ok)];
    const [first, second] = [
      await gateway(one.origin, {}, upstreams),
      await gateway(two.origin, {}, upstreams),
    ];
    await ask(first.port, '/');
    await ask(second.port, '/');
    await until(() => one.sockets.size === 0);
    expect((await ask(first.port, '/')).status).toBe(200);
  });
});
