import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createCgiHandler } from '../../src/content/cgi.js';
import { createProxyHandler } from '../../src/content/proxy.js';
import { connect, readAll, startServer, type TestServer, until } from './exchange.js';
import { startUpstream } from './upstream.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kerbgate-continue-'));
const asking =
  'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n';

afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What a client gets that only sends its body once it was told to. */
async function patient(server: TestServer): Promise<string> {
  const socket = await connect(server.port, asking);
  socket.on('data', (chunk) => {
    if (chunk.toString().startsWith('HTTP/1.1 100 Continue\r\n\r\n')) socket.write('abc');
  });
  const text = await readAll(socket);
  await server.close();
  return text;
}

function scripts(file: string): Promise<TestServer> {
  const handler = createCgiHandler();
  const environment = { PATH: process.env.PATH! };
  return startServer((exchange) =>
    handler(exchange, { kind: 'cgi', path: file, environment, words: [], timeout: 20 }),
  );
}

test('a script gets the body of a client that waits', async () => {
  const file = path.join(folder, 'cat');
  fs.writeFileSync(file, '#!/bin/sh\nprintf "X-A: 1\\n\\n"; cat\n', { mode: 0o755 });
  expect(await patient(await scripts(file))).toMatch(
    /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*abc/,
  );
});

test('a client is not asked for a body nobody will read', async () => {
  expect(await patient(await scripts(path.join(folder, 'missing')))).toMatch(/^HTTP\/1\.1 404 /);
});

test('an upstream gets the body of a client that waits, and no Expect', async () => {
  const back = await startUpstream(async (socket) => {
    await until(() => back.received[0]!.endsWith('abc'));
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  });
  const handler = createProxyHandler();
  const server = await startServer((exchange) =>
    handler(exchange, {
      kind: 'proxy',
      origin: back.origin,
      target: '/',
      fields: [['Expect', '100-continue']],
      forwarded: { client: 'c', host: 'h', server: 's', add: false },
      preserveHost: false,
      connectTimeout: 0,
      timeout: 20,
      rewriteResponse: (_name, value) => value,
    }),
  );
  expect(await patient(server)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*ok$/);
  await back.close();
  expect(back.received[0]).toMatch(/\r\n\r\nabc$/);
  expect(back.received[0]).not.toMatch(/expect/i);
});
