import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { sendWhole } from '../../src/content/send-whole.js';

/** What a client reads that sends two requests and then waits for the end. */
async function exchange(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  socket.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await once(socket, 'close');
  server.close();
  return text;
}

test('answers of one piece come whole, one after the other, and each is finished once', async () => {
  let finished = 0;
  const text = await exchange((request, response) => {
    const body = request.url === '/1' ? 'caf\xe9'.repeat(1000) : '';
    response.once('finish', () => finished++);
    response.writeHead(200, ['Content-Length', String(body.length), 'Date', 'now']);
    sendWhole(response, body);
  });
  expect(text).toBe(
    `HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nDate: now\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n${'caf\xe9'.repeat(1000)}` +
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nDate: now\r\nConnection: close\r\n\r\n',
  );
  expect(finished).toBe(2);
});

test('an answer larger than the system takes at once is finished when all of it is gone', async () => {
  const body = 'x'.repeat(20_000_000);
  const text = await exchange((_request, response) => {
    response.writeHead(200, { 'Content-Length': body.length });
    sendWhole(response, body);
  });
  expect(text.length).toBeGreaterThan(40_000_000);
  expect(text.endsWith(`\r\n\r\n${body}`)).toBe(true);
});

test('an answer that may have no body has none', async () => {
  const text = await exchange((_request, response) => {
    response.writeHead(304, ['Date', 'now']);
    sendWhole(response, 'never');
  });
  expect(text).not.toContain('never');
  expect(text.match(/^HTTP/gm)).toHaveLength(2);
});
