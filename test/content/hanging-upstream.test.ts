import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { afterEach, expect, test } from '@jest/globals';
import type { ProxyContent } from '../../src/content/handler.js';
import { createProxyHandler } from '../../src/content/proxy.js';
import { upgrade } from '../../src/content/upgrade.js';
import { Upstreams } from '../../src/content/upstreams.js';
import { ask, connect, startServer, until } from './exchange.js';
import { type RawUpstream, startUpstream } from './upstream.js';

// Clients that come and go while an upstream takes connections and never ends the handshake of TLS.

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function hanging(): Promise<RawUpstream> {
  const started = await startUpstream(() => {});
  closing.push(() => started.close());
  return started;
}

function contentFor({ origin }: RawUpstream): ProxyContent {
  const context = createSecureContext();
  return {
    kind: 'proxy',
    origin: origin.replace('http:', 'https:'),
    secure: { security: { id: 0, context, problem: () => undefined }, name: 'localhost', told: true },
    target: '/',
    fields: [['Host', 'front']],
    preserveHost: false,
    connectTimeout: 0,
    timeout: 60,
    forwarded: { client: '192.0.2.7', host: 'front', server: 'gate', add: true },
    rewriteResponse: (_name, value) => value,
  };
}

test('requests that nobody waits for any more count until they are let go', async () => {
  const upstream = await hanging();
  const upstreams = new Upstreams({ connections: 1, waiting: 3 });
  const handler = createProxyHandler(upstreams);
  const content = contentFor(upstream);
  const server = await startServer((exchange) => handler(exchange, content));
  closing.push(() => server.close());
  for (let client = 1; client <= 4; client++) {
    const socket = await connect(server.port, 'GET / HTTP/1.1\r\nHost: front\r\n\r\n');
    await until(() => server.asked() === client);
    socket.destroy();
    expect((await server.next()).result.kind).toBe('aborted');
  }
  expect((await ask(server.port, '/')).status).toBe(503);
  expect(server.served.at(-1)?.log[0]).toContain('Too many requests wait');
  await until(() => {
    for (const socket of upstream.sockets) socket.destroy();
    return upstreams.to(content).running === 0;
  });
});

test('a WebSocket whose client leaves takes its connection along', async () => {
  const upstream = await hanging();
  const sockets = new Set<Socket>();
  const results: string[] = [];
  const server = http.createServer();
  server.on('upgrade', async (request, socket: Socket, head) => {
    sockets.add(socket);
    const { kind } = await upgrade(request, socket, head, contentFor(upstream), () => {});
    results.push(kind);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  const upgrading = 'GET / HTTP/1.1\r\nHost: front\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const client = await connect(port, upgrading);
  await until(() => upstream.received.some((bytes) => bytes !== ''));
  client.destroy();
  await until(() => upstream.sockets.size === 0);
  expect(results).toEqual(['aborted']);
});
