import { createServer } from 'node:net';
import { connect } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { readOpening } from '../../src/serve/client-hello.js';

/** What node:tls sends first. */
function helloOf(servername: string | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        resolve(bytes);
        socket.destroy();
        server.close();
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      const name = servername === undefined ? {} : { servername };
      connect({ port: address.port, host: '127.0.0.1', ...name }).on('error', () => {});
    });
  });
}

/** The same message, cut into records of a few bytes. */
function inPieces(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.subarray(at, at + size);
    records.push(Buffer.from([0x16, 3, 1, part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat(records);
}

describe('the beginning of a connection', () => {
  test('holds the name that the client asks for, as it wrote it', async () => {
    expect(readOpening(await helloOf('Some.Test'))).toEqual({ kind: 'hello', serverName: 'Some.Test' });
    expect(readOpening(await helloOf(undefined))).toEqual({ kind: 'hello', serverName: undefined });
  });

  test('is waited for until it is whole, in however many records it comes', async () => {
    const hello = await helloOf('some.test');
    for (let length = 0; length < hello.length; length++)
      expect(readOpening(hello.subarray(0, length)).kind).toBe('more');
    for (const size of [1, 7, 100])
      expect(readOpening(inPieces(hello, size))).toEqual({ kind: 'hello', serverName: 'some.test' });
  });

  test('is not read again with each byte of a client that sends the smallest records there are', () => {
    const length = 60_000;
    const message = Buffer.concat([
      Buffer.from([0, 0, 0, 0, 0, 1, 0, length >> 8, length & 0xff]),
      Buffer.alloc(length),
    ]);
    const bytes = inPieces(message, 1);
    let readings = 0;
    for (let have = 1; ; readings++) {
      const opening = readOpening(bytes.subarray(0, have));
      if (opening.kind !== 'more') break;
      expect(opening.needed).toBeGreaterThan(have);
      have = Math.min(opening.needed, bytes.length);
    }
    expect(readings).toBeLessThan(100);
  });

  test('of another kind is told from TLS, and what is broken goes to OpenSSL without a name', () => {
    expect(readOpening(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ kind: 'plain' });
    expect(readOpening(Buffer.from([0x16, 9, 9, 0, 1, 1]))).toEqual({ kind: 'hello', serverName: undefined });
    expect(readOpening(Buffer.from([0x16, 3, 1, 0, 0, 1]))).toEqual({ kind: 'hello', serverName: undefined });
    const endless = Buffer.from([0x16, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff]);
    expect(readOpening(endless)).toEqual({ kind: 'hello', serverName: undefined });
  });

  test('with any bytes changed is read without an error', async () => {
    const hello = await helloOf('some.test');
    for (let at = 5; at < hello.length; at++)
      for (const value of [0, 1, 0x7f, 0xff]) {
        const changed = Buffer.from(hello);
        changed[at] = value;
        expect(['more', 'hello']).toContain(readOpening(changed).kind);
      }
  });
});
