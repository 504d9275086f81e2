import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { Connection, requestBytes, sendOnce } from './request.js';

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

/** A server that answers each request head with the next of some texts. */
async function answering(...texts: readonly string[]): Promise<number> {
  const left = [...texts];
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      const text = left.shift();
      if (text === undefined) socket.end();
      else socket.write(text);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const get = { method: 'GET', target: '/', headers: [] };

test('several answers on one connection, in each framing', async () => {
  const port = await answering(
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 No\r\nA: 1\r\na: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\n\r\n',
    'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
    'HTTP/1.1 200 OK\r\n\r\nuntil the end',
  );
  const connection = await Connection.open(port);
  try {
    expect(await connection.send(get)).toMatchObject({ status: 200, body: Buffer.from('abc') });
    expect(await connection.send(get)).toMatchObject({
      status: 401,
      headers: [
        ['A', '1'],
        ['a', '2'],
        ['Transfer-Encoding', 'chunked'],
      ],
      body: Buffer.from('abc'),
    });
    expect(await connection.send(get)).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    connection.write(requestBytes(get));
    connection.write(requestBytes(get));
    expect(await connection.answer('GET')).toMatchObject({ status: 200, body: Buffer.from('until the end') });
  } finally {
    connection.close();
  }
});

test('an answer that breaks off or does not come is told', async () => {
  const port = await answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc');
  expect(await sendOnce(port, get, 0.2)).toMatchObject({ failure: 'timeout' });
  expect(await sendOnce(port, get)).toMatchObject({ status: 0, failure: 'closed' });
});
