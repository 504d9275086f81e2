import { mkdirSync, writeFileSync } from 'node:fs';
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
    configuration: () => `MaxKeepAliveRequests 3\nDocumentRoot ${folder}/root`,
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
