import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { Turns } from '../../src/serve/turns.js';

test('nothing more is read while a request waits, and everything is answered once it goes on', async () => {
  const turns = new Turns();
  const started: ServerResponse[] = [];
  const sockets: Socket[] = [];
  let seen = 0;
  const server = createServer((request, response) => {
    seen++;
    sockets.push(request.socket);
    turns.take(request.socket, response, () => {
      started.push(response);
      if (started.length > 1) response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const count = 20_000;
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.resume();
  client.end('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(count));
  while (sockets[0]?.isPaused() !== true) await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toBeLessThan(count);
  started[0]!.end();
  await once(client, 'close');
  expect(started).toHaveLength(count);
  server.close();
});
