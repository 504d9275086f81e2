import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from '../kit/request.js';
import { childrenOf, makeStage, type Stage } from './processes.js';

// A request may ask to leave HTTP at any time; whatever it is and whatever came before it, the worker and its other answers live on.

let stage: Stage;
let upstream: Server;
let workers: () => readonly number[];

beforeAll(async () => {
  stage = await makeStage();
  for (const [name, script] of [
    ['echo', 'cat'],
    ['slow', 'sleep 0.3; echo slow'],
  ] as const) {
    const file = join(stage.folder, name);
    writeFileSync(file, `#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\n${script}\n`);
    chmodSync(file, 0o755);
  }
  upstream = createServer((request, response) => request.pipe(response));
  upstream.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    // The kit passes over the 101; what it reads next came through the tunnel.
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ntunnel');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const file = stage.configure(
    `ScriptAlias /cgi/ ${stage.folder}/\nProxyPass /ws http://127.0.0.1:${port}/ upgrade=websocket`,
  );
  const server = await stage.start(['serve', file, '--workers', '1']);
  workers = () => childrenOf(server.pid);
});

afterAll(async () => {
  await stage.close();
  upstream.close();
});

const host = 'Host: localhost\r\n';
const upgrade = (protocol: string): string => `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n`;

/** Statuses and bodies of what comes back for bytes sent at once. */
async function answers(methods: readonly string[], ...requests: string[]): Promise<[number, string][]> {
  const connection = await Connection.open(stage.port);
  try {
    connection.write(requests.join(''));
    const found: [number, string][] = [];
    for (const method of methods) {
      const { status, body } = await connection.answer(method);
      found.push([status, body.toString('latin1')]);
    }
    return found;
  } finally {
    connection.close();
  }
}

describe('a request that asks for another protocol', () => {
  test.each([
    ['h2c', 'POST'],
    ['websocket', 'POST'],
    ['TLS/1.0', 'POST'],
    ['websocket', 'GET'],
  ])('keeps its body: %s with %s', async (protocol, method) => {
    const fields = `${host}${upgrade(protocol)}`;
    expect(
      await answers([method], `${method} /cgi/echo HTTP/1.1\r\n${fields}Content-Length: 9\r\n\r\nuser=body`),
    ).toEqual([[200, 'user=body']]);
    const chunked = `${method} /ws HTTP/1.1\r\n${fields}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`;
    expect(await answers([method], chunked)).toEqual([[200, 'abc']]);
  });

  test.each([
    ['a WebSocket', `GET /index.html HTTP/1.1\r\n${host}${upgrade('websocket')}\r\n`, [200, 'hello\n']],
    ['a WebSocket to an upstream', `GET /ws HTTP/1.1\r\n${host}${upgrade('websocket')}\r\n`, [200, '']],
    ['another protocol', `GET /index.html HTTP/1.1\r\n${host}${upgrade('h2c')}\r\n`, [200, 'hello\n']],
    ['a tunnel', `CONNECT localhost:1 HTTP/1.1\r\n${host}\r\n`, [405, expect.stringContaining('405')]],
  ] as const)('waits for the answers before it: %s', async (_, request, second) => {
    const before = workers();
    const slow = `GET /cgi/slow HTTP/1.1\r\n${host}\r\n`;
    expect(await answers(['GET', 'GET'], slow, request)).toEqual([[200, 'slow\n'], second]);
    // This answer is written whole before the request behind it is read.
    const nothing = `GET /nothing HTTP/1.1\r\n${host}\r\n`;
    expect(await answers(['GET', 'GET'], nothing, request)).toEqual([[404, expect.anything()], second]);
    expect(workers()).toEqual(before);
  });

  test('ends the connection when it is answered as if it had not asked', async () => {
    const connection = await Connection.open(stage.port);
    connection.write(`GET /index.html HTTP/1.1\r\n${host}${upgrade('h2c')}\r\n`);
    const { headers } = await connection.answer('GET');
    expect(headers).toContainEqual(['Connection', 'close']);
    connection.close();
  });

  test('becomes a tunnel where there is one, also after an answer', async () => {
    const connection = await Connection.open(stage.port);
    connection.write(`GET /index.html HTTP/1.1\r\n${host}\r\n`);
    expect(await connection.answer('GET')).toMatchObject({ status: 200 });
    connection.write(`GET /ws HTTP/1.1\r\n${host}${upgrade('websocket')}\r\n`);
    expect((await connection.answer('GET')).body.toString('latin1')).toBe('tunnel');
    connection.close();
  });
});
