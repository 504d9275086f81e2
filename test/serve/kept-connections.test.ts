import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headerValues } from '../kit/answer.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { Connection } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';

// How many requests a connection may have is told in the last answer, whichever way answers go.

let folder: string;
let server: WebServer;

beforeAll(async () => {
  folder = makeScratch('kept-connections');
  mkdirSync(join(folder, 'root'));
  writeFileSync(join(folder, 'root', 'page.txt'), 'text\n');
  server = await startKerbgate({
    folder,
    environment: { PATH: process.env.PATH ?? '' },
    extraModules: ['proxy_connect'],
    configuration: () =>
      `MaxKeepAliveRequests 3\nDocumentRoot ${folder}/root\nProxyRequests On\n<Proxy "*">\nRequire all denied\n</Proxy>`,
  });
});

afterAll(async () => {
  await server?.stop();
  dropScratch(folder);
});

test.each([
  ['GET', '/page.txt', 200],
  ['GET', '/missing', 404],
  ['HEAD', '/page.txt', 200],
])('%s %s', async (method, target, status) => {
  const connection = await Connection.open(server.port);
  try {
    const told: string[] = [];
    for (let count = 0; count < 3; count++) {
      const answer = await connection.send({ method, target, headers: [] });
      expect(answer.status).toBe(status);
      told.push(...headerValues(answer, 'connection'));
    }
    expect(told).toEqual(['keep-alive', 'keep-alive', 'close']);
  } finally {
    connection.close();
  }
});

// Behind a CONNECT that is refused HTTP begins anew on the connection: that is no new connection.
test.each(['GET /page.txt', 'GET /missing', 'CONNECT 127.0.0.1:443'])(
  'the connection ends behind the last answer: %s',
  async (start) => {
    const socket = connect(server.port, '127.0.0.1').setEncoding('latin1');
    const request = `${start} HTTP/1.1\r\nHost: a\r\n\r\n`;
    let answers = '';
    let asked = 1;
    socket.on('error', () => {});
    socket.on('data', (piece: string) => {
      answers += piece;
      const count = answers.split('HTTP/1.1 ').length - 1;
      // A client that goes on, whatever it was told.
      for (; asked <= count && asked < 20; asked++) socket.write(request);
    });
    socket.write(request);
    await once(socket, 'close');
    expect(answers.split('HTTP/1.1 ')).toHaveLength(4);
  },
);
