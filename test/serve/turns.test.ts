import { chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Connection } from '../kit/request.js';
import { childrenOf, makeStage, type Stage, until } from './processes.js';

// However many requests a client sends at once, they are answered in turn, and what they hold goes with the connection.

let stage: Stage;
let worker: () => number;

beforeAll(async () => {
  stage = await makeStage();
  writeFileSync(join(stage.folder, 'htdocs', 'large.bin'), Buffer.alloc(64 * 1024 * 1024));
  program(
    'alone',
    'mkdir running || exit 1\nsleep 0.1\nrmdir running\nprintf "Content-Type: text/plain\\r\\n\\r\\nalone"',
  );
  program('slow', 'sleep 0.3\nprintf "Content-Type: text/plain\\r\\n\\r\\nslow"');
  program('mark', 'touch marked\nprintf "Content-Type: text/plain\\r\\n\\r\\nmark"');
  const server = await stage.start([
    'serve',
    stage.configure(`ScriptAlias /cgi/ ${stage.folder}/cgi/`),
    '--workers',
    '1',
  ]);
  worker = () => childrenOf(server.pid)[0]!;
});

afterAll(() => stage.close());

function program(name: string, script: string): void {
  const folder = join(stage.folder, 'cgi');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
/** How often the worker has the large file open. */
function openFiles(): number {
  const folder = `/proc/${worker()}/fd`;
  const leadsThere = (name: string): boolean => {
    try {
      return readlinkSync(join(folder, name)).endsWith('/large.bin');
    } catch {
      // Closed meanwhile.
      return false;
    }
  };
  return readdirSync(folder).filter(leadsThere).length;
}

/** Statuses of what comes back for bytes sent at once, until the connection ends or there are enough. */
async function statuses(bytes: string, count: number): Promise<readonly number[]> {
  const connection = await Connection.open(stage.port);
  try {
    connection.write(bytes);
    const found: number[] = [];
    while (found.length < count) found.push((await connection.answer('GET')).status);
    return found;
  } finally {
    connection.close();
  }
}

test('programs of one connection run one after the other', async () => {
  expect(await statuses(get('/cgi/alone').repeat(5), 5)).toEqual([200, 200, 200, 200, 200]);
});

test('more requests than are read at once are all answered, in order', async () => {
  const pair = get('/index.html') + get('/nothing');
  const expected = Array.from({ length: 2000 }, (_, index) => (index % 2 === 0 ? 200 : 404));
  expect(await statuses(get('/cgi/slow') + pair.repeat(1000), 2001)).toEqual([200, ...expected]);
});

test('a client that goes away leaves no open files behind', async () => {
  expect(await stage.get('/large.bin')).toBe(200);
  for (let round = 0; round < 5; round++) {
    await until('all files are closed', () => openFiles() === 0);
    const connection = await Connection.open(stage.port);
    connection.pause();
    connection.write(get('/large.bin').repeat(200));
    await until('the file is being sent', () => openFiles() > 0);
    connection.close();
  }
  await until('all files are closed', () => openFiles() === 0);
});

test('what waits for its turn is not begun when the connection ends before', async () => {
  const close = 'GET /cgi/slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  expect(await statuses(close + get('/cgi/mark'), 2)).toEqual([200, 0]);
  expect(existsSync(join(stage.folder, 'cgi', 'marked'))).toBe(false);
});

test('bytes that are no request are answered after the answers before them', async () => {
  expect(await statuses(`${get('/cgi/slow')}garbage\r\n\r\n`, 3)).toEqual([200, 400, 0]);
});

test('a broken body ends a request that waits for it', async () => {
  const head = 'POST /cgi/slow HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n';
  expect(await statuses(`${get('/cgi/slow')}${head}zz\r\n`, 3)).toEqual([200, 400, 0]);
  expect(await statuses(`${head}zz\r\n`, 2)).toEqual([400, 0]);
});
