import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Fields, ProxyContent } from '../../src/content/handler.js';
import { type UpgradeResult, upgrade } from '../../src/content/upgrade.js';
import { withEnoughTime } from '../kit/wait.js';
import { connect, readAll, until } from './exchange.js';
import { closedOrigin, type RawUpstream, startUpstream } from './upstream.js';

interface Gateway {
  readonly port: number;
  readonly results: UpgradeResult[];
  readonly log: string[];
  readonly sockets: Set<Socket>;
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function gateway(origin: string, more: Partial<ProxyContent> = {}): Promise<Gateway> {
  const made: Gateway = { port: 0, results: [], log: [], sockets: new Set() };
  const server = http.createServer();
  server.on('connection', (socket: Socket) => {
    made.sockets.add(socket);
    socket.on('close', () => made.sockets.delete(socket));
  });
  server.on('upgrade', async (request, socket: Socket, head) => {
    const fields: Fields = [
      ['Host', 'front'],
      ['X-Kept', '1'],
      ['Connection', 'X-Named'],
      ['X-Named', '1'],
      ['TE', 'x'],
      ['Sec-WebSocket-Key', 'k'],
    ];
    const content: ProxyContent = {
      kind: 'proxy',
      origin,
      target: '//deep/../a?b=%20&c',
      fields,
      preserveHost: false,
      connectTimeout: 0,
      timeout: 20,
      forwarded: { client: '192.0.2.7', host: 'front', server: 'gate', add: true },
      rewriteResponse: (_name, value) => value,
      ...more,
    };
    made.results.push(
      await upgrade(request, socket, head, content, (_level, words) => void made.log.push(words)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of made.sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return { ...made, port: (server.address() as AddressInfo).port };
}

async function upstream(answer: Parameters<typeof startUpstream>[0]): Promise<RawUpstream> {
  const started = await startUpstream(answer);
  closing.push(() => started.close());
  return started;
}

const asking =
  'GET /chat HTTP/1.1\r\nHost: front\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Remote-User: forged\r\n\r\n';
const switching =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Up: 1\r\n\r\n';

/** An upstream that takes the upgrade and sends back in capitals what it gets. */
const shouting = () =>
  upstream((socket) => {
    socket.write(switching);
    socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()));
  });

/** Every connection of a test is gone in the end. */
async function allClosed(front: Gateway, back: RawUpstream): Promise<void> {
  await until(() => front.sockets.size === 0 && back.sockets.size === 0);
}

describe('a tunnel', () => {
  test('carries both ways what came with the request and after it', async () => {
    const back = await shouting();
    const front = await gateway(back.origin);
    const client = await connect(front.port, `${asking}early `);
    client.write('late');
    let text = '';
    client.on('data', (chunk) => {
      text += chunk.toString();
    });
    await until(() => text.endsWith('LATE'));
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n[\s\S]*x-up: 1\r\n\r\nEARLY LATE$/i);
    client.end();
    await allClosed(front, back);
    expect(front.results).toEqual([{ kind: 'tunnelled' }]);
  });

  test('the upstream gets the edited fields, and nothing else of the client', async () => {
    const back = await shouting();
    const front = await gateway(back.origin);
    const client = await connect(front.port, asking);
    await once(client, 'data');
    const [line, ...lines] = back.received[0]!.split('\r\n\r\n')[0]!.split('\r\n');
    expect(line).toBe('GET //deep/../a?b=%20&c HTTP/1.1');
    expect(lines.map((field) => field.toLowerCase()).sort()).toEqual([
      'connection: upgrade',
      `host: ${back.origin.slice(7)}`,
      'sec-websocket-key: k',
      'upgrade: websocket',
      'x-forwarded-for: 192.0.2.7',
      'x-forwarded-host: front',
      'x-forwarded-server: gate',
      'x-kept: 1',
    ]);
    client.destroy();
    await allClosed(front, back);
  });

  test('ends when the upstream resets', async () => {
    const back = await upstream((socket) =>
      socket.write(switching, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    );
    const front = await gateway(back.origin);
    const text = await readAll(await connect(front.port, asking));
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    await allClosed(front, back);
  });

  test('ends when nothing comes through it any more', async () => {
    const back = await shouting();
    const ended = async (timeout: number) => {
      const front = await gateway(back.origin, { timeout });
      await readAll(await connect(front.port, asking));
      await allClosed(front, back);
      return front;
    };
    const front = await withEnoughTime(ended, ({ results }) => results[0]?.kind === 'tunnelled');
    expect(front.results).toEqual([{ kind: 'tunnelled' }]);
  });

  test('ends when the client vanishes', async () => {
    const back = await shouting();
    const front = await gateway(back.origin);
    const client = await connect(front.port, asking);
    await once(client, 'data');
    client.resetAndDestroy();
    await allClosed(front, back);
  });
});

describe('no tunnel', () => {
  const refused = (status: number) =>
    expect.stringMatching(new RegExp(`^HTTP/1\\.1 ${status} .*\\r\\n[\\s\\S]*<title>${status} `));

  test('nobody listens: 503', async () => {
    const front = await gateway(await closedOrigin());
    expect(await readAll(await connect(front.port, asking))).toEqual(refused(503));
    expect([front.results, front.log.length]).toEqual([[{ kind: 'refused', status: 503 }], 1]);
  });

  test('no such name: 500', async () => {
    const front = await gateway('http://nonexistent.invalid');
    expect(await readAll(await connect(front.port, asking))).toEqual(refused(500));
  });

  test.each([
    ['closes', ''],
    ['garbage', 'blah\r\n\r\n'],
    ['ten megabytes of header', `HTTP/1.1 101 Switching Protocols\r\nX: ${'a'.repeat(10_000_000)}\r\n\r\n`],
  ])('%s: 502', async (_title, text) => {
    const back = await upstream((socket) => socket.end(text));
    const front = await gateway(back.origin);
    expect(await readAll(await connect(front.port, asking))).toEqual(refused(502));
    await allClosed(front, back);
  });

  test('hangs: 502', async () => {
    const back = await upstream(() => {});
    const front = await gateway(back.origin, { timeout: 0.2 });
    expect(await readAll(await connect(front.port, asking))).toEqual(refused(502));
    await allClosed(front, back);
  });

  test.each([
    ['with a length', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno'],
    ['in chunks', 'HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n'],
  ])('the upstream refuses %s: passed on', async (_title, text) => {
    const back = await upstream((socket) => socket.end(text));
    const front = await gateway(back.origin);
    const answer = await readAll(await connect(front.port, asking));
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toContain('no');
    await allClosed(front, back);
    expect(front.results).toEqual([{ kind: 'refused', status: 403 }]);
  });

  test('the refusal breaks off: no connection stays', async () => {
    const back = await upstream((socket) =>
      socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nno', () => socket.destroySoon()),
    );
    const front = await gateway(back.origin);
    await readAll(await connect(front.port, asking));
    await allClosed(front, back);
  });

  test.each([
    ['a target that would split the request', 403, { target: '/a HTTP/1.1\r\nX: 1\r\n\r\n' }],
    ['a field that would split the request', 500, { fields: [['X-A', 'a\r\nX: 1']] as Fields }],
  ])('%s: %d', async (_title, status, more) => {
    const back = await upstream(() => {});
    const front = await gateway(back.origin, more);
    expect(await readAll(await connect(front.port, asking))).toEqual(refused(status));
    expect(back.received.join('')).toBe('');
    await allClosed(front, back);
  });

  test('the client leaves before the answer', async () => {
    const back = await upstream(() => {});
    const front = await gateway(back.origin);
    const client = await connect(front.port, asking);
    await until(() => back.received.length > 0);
    client.destroy();
    await allClosed(front, back);
    expect(front.results).toEqual([{ kind: 'aborted' }]);
  });

  test.each([
    ['another protocol', asking.replace('websocket', 'h2c')],
    ['another method', asking.replace('GET', 'POST')],
  ])('%s: 501', async (_title, text) => {
    const back = await upstream(() => {});
    const front = await gateway(back.origin);
    expect(await readAll(await connect(front.port, text))).toEqual(refused(501));
    expect(back.received).toEqual([]);
  });
});
