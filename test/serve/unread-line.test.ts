import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { unreadLine } from '../../src/serve/unread-line.js';
import { until } from '../kit/wait.js';

/** The line that is known of a request that node:http stumbles over; its pieces come one after the other. */
async function lineAfter(...pieces: readonly string[]): Promise<string | undefined> {
  const server = createServer((_, response) => response.end());
  const taken = new Promise<Socket>((resolve) => server.on('connection', resolve));
  const line = new Promise<string | undefined>((resolve) => {
    server.on('clientError', (error, socket) => {
      resolve(unreadLine(error));
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  client.setNoDelay(true);
  const socket = await taken;
  let written = 0;
  for (const piece of pieces) {
    client.write(piece, 'latin1');
    written += piece.length;
    await until('the piece has come', () => socket.destroyed || socket.bytesRead >= written);
  }
  const found = await line;
  client.destroy();
  server.close();
  return found;
}

describe('the line of a request that cannot be read', () => {
  test('is its first, as far as it came', async () => {
    expect(await lineAfter('G\x1bT / HTTP/1.0\r\n\r\n')).toBe('G\x1bT / HTTP/1.0');
    expect(await lineAfter('get /x HTTP/1.1\r\n\r\n')).toBe('get /x HTTP/1.1');
    expect(await lineAfter('GET /a\x1b[31m\r\n\r\n')).toBe('GET /a\x1b[31m');
    expect(await lineAfter('GET /a HTTP/7.1\r\n\r\n')).toBe('GET /a HTTP/7.1');
    expect(await lineAfter('GET /a HTTP/1.1\r\nbad\x01: x\r\n\r\n')).toBe('GET /a HTTP/1.1');
  });

  test('is not a later piece, which may hold a password', async () => {
    const start = 'GET /a HTTP/1.1\r\nHost: a\r\n';
    expect(await lineAfter(start, 'Authorization: Basic c2VjcmV0\r\nbad\x01: x\r\n\r\n')).toBeUndefined();
    expect(await lineAfter(`${start}Authorization: Ba`, 'sic c2VjcmV0\x01\r\n\r\n')).toBeUndefined();
    const chunked = 'POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await lineAfter(chunked, 'password=secret\r\n')).toBeUndefined();
  });
});
