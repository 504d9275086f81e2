import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FileStore } from '../../src/content/file-store.js';
import type { FileContent } from '../../src/content/handler.js';
import { createFileHandler } from '../../src/content/static.js';
import {
  type Asked,
  ask,
  connect,
  type ServerOptions,
  startServer,
  type TestServer,
  until,
} from './exchange.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kerbgate-static-'));
const etag = '"c-60dedc04fb580"';
const date = 'Tue, 02 Jan 2024 03:04:05 GMT';
const before = 'Tue, 02 Jan 2024 03:04:04 GMT';

let server: TestServer;
let store: FileStore;

function contentOf(name: string, more: Partial<FileContent> = {}): FileContent {
  return {
    kind: 'file',
    path: path.join(folder, name),
    contentType: name.endsWith('.txt') ? 'text/plain' : undefined,
    contentEncoding: undefined,
    etag: ['mtime', 'size'],
    allowTrace: true,
    ...more,
  };
}

/** A server whose request path is the file's name below the folder. */
function serveFolder(options: ServerOptions = {}, more: Partial<FileContent> = {}, files = store) {
  const handler = createFileHandler(files);
  return startServer(
    (exchange, request) => handler(exchange, contentOf(request.url!.slice(1), more)),
    options,
  );
}

function put(name: string, text: string | Buffer): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

beforeAll(async () => {
  execFileSync('touch', ['-d', '2024-01-02T03:04:05.123456789Z', put('a.txt', 'hello world\n')]);
  execFileSync('touch', ['-d', '2024-01-02T00:00:00Z', put('noext', 'abcdefghij'), put('empty.txt', '')]);
  put('large.txt', Buffer.alloc(3_000_000, 'abcdefghij'));
  fs.mkdirSync(path.join(folder, 'dir'));
  fs.symlinkSync('loop', path.join(folder, 'loop'));
  execFileSync('mkfifo', [path.join(folder, 'fifo')]);
  store = new FileStore();
  server = await serveFolder();
});

afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true });
});

const validators = { 'last-modified': date, etag, 'accept-ranges': 'bytes' };
const plain = { ...validators, 'content-length': '12', 'content-type': 'text/plain' };

function got(fields: Readonly<Record<string, string>>): Record<string, string> {
  const { date: _date, connection: _connection, 'keep-alive': _alive, ...rest } = fields;
  return rest;
}

/** [asked, status, body or undefined for whatever]: every row was read off httpd 2.4.71. */
const conditions: readonly (readonly [string, Asked, number])[] = [
  ['same tag', { headers: ['If-None-Match', etag] }, 304],
  ['same tag, weak', { headers: ['If-None-Match', `W/${etag}`] }, 304],
  ['any tag', { headers: ['If-None-Match', '*'] }, 304],
  ['other tag', { headers: ['If-None-Match', '"x"'] }, 200],
  ['list of tags', { headers: ['If-None-Match', `"x", ${etag}`] }, 304],
  ['other tag, same date', { headers: ['If-None-Match', '"x"', 'If-Modified-Since', date] }, 200],
  ['same tag, older date', { headers: ['If-None-Match', etag, 'If-Modified-Since', before] }, 200],
  ['same date', { headers: ['If-Modified-Since', date] }, 304],
  ['older date', { headers: ['If-Modified-Since', before] }, 200],
  ['date to come', { headers: ['If-Modified-Since', 'Fri, 02 Jan 2099 03:04:04 GMT'] }, 200],
  ['no date', { headers: ['If-Modified-Since', 'garbage'] }, 200],
  ['RFC 850 date', { headers: ['If-Modified-Since', 'Tuesday, 02-Jan-24 03:04:05 GMT'] }, 304],
  ['asctime date', { headers: ['If-Modified-Since', 'Tue Jan  2 03:04:05 2024'] }, 304],
  ['ISO date', { headers: ['If-Modified-Since', '2024-01-02T03:04:05Z'] }, 200],
  ['no-cache does not matter', { headers: ['If-None-Match', etag, 'Cache-Control', 'no-cache'] }, 304],
  ['If-Match same', { headers: ['If-Match', etag] }, 200],
  ['If-Match other', { headers: ['If-Match', '"x"'] }, 412],
  ['If-Match weak', { headers: ['If-Match', `W/${etag}`] }, 412],
  ['If-Match any', { headers: ['If-Match', '*'] }, 200],
  ['unmodified since same', { headers: ['If-Unmodified-Since', date] }, 200],
  ['unmodified since older', { headers: ['If-Unmodified-Since', before] }, 412],
  ['unmodified since garbage', { headers: ['If-Unmodified-Since', 'garbage'] }, 200],
  ['If-Range same', { headers: ['If-Range', etag, 'Range', 'bytes=0-1'] }, 206],
  ['If-Range other', { headers: ['If-Range', '"x"', 'Range', 'bytes=0-1'] }, 200],
  ['If-Range same date', { headers: ['If-Range', date, 'Range', 'bytes=0-1'] }, 206],
  ['If-Range older date', { headers: ['If-Range', before, 'Range', 'bytes=0-1'] }, 200],
  ['same tag and range', { headers: ['If-None-Match', etag, 'Range', 'bytes=0-1'] }, 304],
  ['weak tag and range', { headers: ['If-None-Match', `W/${etag}`, 'Range', 'bytes=0-1'] }, 206],
  [
    'same tag, range, If-Range',
    { headers: ['If-None-Match', etag, 'Range', 'bytes=0-1', 'If-Range', etag] },
    206,
  ],
  ['POST, same tag', { method: 'POST', headers: ['If-None-Match', etag] }, 412],
  ['POST, same date', { method: 'POST', headers: ['If-Modified-Since', date] }, 200],
  ['POST, range', { method: 'POST', headers: ['Range', 'bytes=0-1'] }, 206],
  ['HEAD, same tag', { method: 'HEAD', headers: ['If-None-Match', etag] }, 304],
];

describe('conditions', () => {
  test.each(conditions)('%s', async (_title, asked, status) => {
    const answer = await ask(server.port, '/a.txt', asked);
    expect(answer.status).toBe(status);
    if (status === 304) expect(got(answer.fields)).toEqual(validators);
    if (status === 412) expect(got(answer.fields)).toEqual({ ...plain, 'content-length': '0' });
    if (status === 200) expect(got(answer.fields)).toEqual(plain);
    if (status === 200) expect(answer.body.toString()).toBe('hello world\n');
  });
});

/** [Range, body, or status]: read off httpd 2.4.71 for the 12 bytes of a.txt. */
const ranges: readonly (readonly [string, string | 200 | 416])[] = [
  ['bytes=0-4', 'hello'],
  ['bytes=2-', 'llo world\n'],
  ['bytes=-3', 'ld\n'],
  ['bytes=0-100', 'hello world\n'],
  ['bytes=100-200', 416],
  ['bytes=5-2', 200],
  ['bytes=a-b', 200],
  ['bytes=1-2, 4-5', 200],
  ['bytes=', 200],
  ['bytes=-0', 200],
  ['items=0-1', 200],
  ['bytes =0-1', 200],
  ['bytes=0-4,3-8', 'hello wor'],
  ['bytes=0-,1-2', 'hello world\n'],
  ['bytes=100-,0-1', 'he'],
  ['bytes=-100', 'hello world\n'],
  ['BYTES=0-1', 'he'],
];

describe('ranges', () => {
  test.each(ranges)('%s', async (range, expected) => {
    const answer = await ask(server.port, '/a.txt', { headers: ['Range', range] });
    if (typeof expected === 'number') expect(answer.status).toBe(expected);
    if (typeof expected !== 'string') return;
    expect([answer.status, answer.body.toString()]).toEqual([206, expected]);
    expect(answer.fields['content-length']).toBe(String(expected.length));
    const start = 'hello world\n'.indexOf(expected);
    expect(answer.fields['content-range']).toBe(`bytes ${start}-${start + expected.length - 1}/12`);
  });

  /** [file, Range, total length by httpd 2.4.71, whose boundary is as long, ranges in order]. */
  const several: readonly (readonly [string, string, number, readonly string[]])[] = [
    ['a.txt', 'bytes=1-2,4-5', 186, ['1-2', '4-5']],
    ['a.txt', 'bytes=0-0,-1', 186, ['0-0', '11-11']],
    ['a.txt', 'bytes=6-8,0-2', 188, ['6-8', '0-2']],
    ['a.txt', 'bytes=0-1,100-200,3-4', 186, ['0-1', '3-4']],
    ['a.txt', 'bytes=3-3,3-3,5-5', 184, ['3-3', '5-5']],
    ['noext', 'bytes=0-1,4-5', 134, ['0-1', '4-5']],
  ];

  test.each(several)('%s: %s', async (file, range, length, expected) => {
    const answer = await ask(server.port, `/${file}`, { headers: ['Range', range] });
    expect(answer.status).toBe(206);
    const boundary = /^multipart\/byteranges; boundary=(\w{16})$/.exec(answer.fields['content-type']!)![1]!;
    const content = fs.readFileSync(path.join(folder, file), 'latin1');
    const type = file === 'a.txt' ? 'Content-type: text/plain\r\n' : '';
    const parts = expected.map((part) => {
      const [start, end] = part.split('-').map(Number) as [number, number];
      const bytes = content.slice(start, end + 1);
      return `\r\n--${boundary}\r\n${type}Content-range: bytes ${part}/${content.length}\r\n\r\n${bytes}`;
    });
    expect(answer.body.toString('latin1')).toBe(`${parts.join('')}\r\n--${boundary}--\r\n`);
    expect(answer.fields['content-length']).toBe(String(length));
  });

  test('a large file is sent in ranges too', async () => {
    const answer = await ask(server.port, '/large.txt', {
      headers: ['Range', 'bytes=1000000-1000003,2000005-2000009'],
    });
    expect(answer.status).toBe(206);
    expect(answer.body.toString()).toMatch(/\r\n\r\nabcd\r\n--[\s\S]*\r\n\r\nfghij\r\n--/);
  });

  test('too many overlaps send everything', async () => {
    const range = `bytes=${'1-2,'.repeat(22)}1-2`;
    expect((await ask(server.port, '/a.txt', { headers: ['Range', range] })).status).toBe(200);
  });
});

describe('methods', () => {
  test.each([
    ['GET', 200, plain, 'hello world\n'],
    ['HEAD', 200, plain, ''],
    ['POST', 200, plain, 'hello world\n'],
  ])('%s', async (method, status, fields, body) => {
    const answer = await ask(server.port, '/a.txt', { method });
    expect([answer.status, got(answer.fields), answer.body.toString()]).toEqual([status, fields, body]);
  });

  test.each([
    ['OPTIONS', 200],
    ['PUT', 405],
    ['DELETE', 405],
    ['PROPFIND', 405],
    ['M-SEARCH', 501],
  ])('%s', async (method, status) => {
    const answer = await ask(server.port, '/a.txt', { method });
    expect([answer.status, answer.fields.allow]).toEqual([status, 'GET,POST,OPTIONS,HEAD,TRACE']);
  });

  test('OPTIONS does not ask whether the file exists', async () => {
    expect((await ask(server.port, '/nothing', { method: 'OPTIONS' })).status).toBe(200);
  });

  test('HEAD with a range has the head of the range', async () => {
    const answer = await ask(server.port, '/a.txt', { method: 'HEAD', headers: ['Range', 'bytes=0-1'] });
    expect([answer.status, answer.fields['content-length']]).toEqual([206, '2']);
  });
});

describe('what cannot be served', () => {
  test.each([
    ['missing', 404],
    ['a.txt/more', 404],
    ['dir', 404],
    ['fifo', 403],
    ['loop', 403],
    ['x'.repeat(300), 403],
    ['nul\0byte', 404],
  ])('%s', async (name, status) => {
    const handler = createFileHandler(store);
    const single = await startServer((exchange) => handler(exchange, contentOf(name)));
    expect((await ask(single.port, '/')).status).toBe(status);
    expect((await single.next()).log).toHaveLength(1);
    await single.close();
  });
});

/** Root reads everything, so its rights are put aside for the request. */
const asNobody = process.getuid?.() === 0 ? test : test.skip;

asNobody('a file the server may not read', async () => {
  fs.chmodSync(folder, 0o755);
  fs.chmodSync(put('secret.txt', 'secret'), 0o600);
  process.seteuid!(65534);
  try {
    expect((await ask(server.port, '/secret.txt')).status).toBe(403);
    expect((await ask(server.port, '/secret.txt', { method: 'HEAD' })).status).toBe(403);
  } finally {
    process.seteuid!(0);
  }
  expect((await ask(server.port, '/secret.txt')).status).toBe(200);
});

describe('entity tags and dates', () => {
  test('changed within the last second: weak', async () => {
    put('new.txt', 'new');
    expect((await ask(server.port, '/new.txt')).fields.etag).toMatch(/^W\/"3-[0-9a-f]+"$/);
  });

  test('changed in the future: weak, and Last-Modified is not after Date', async () => {
    execFileSync('touch', ['-d', '2099-01-02', put('future.txt', 'x')]);
    const { fields } = await ask(server.port, '/future.txt');
    expect(fields.etag).toMatch(/^W\//);
    expect(Date.parse(fields['last-modified']!)).toBeLessThanOrEqual(Date.parse(fields.date!));
  });

  test.each([
    [[], undefined],
    [['size'], '"c"'],
    [['mtime'], '"60dedc04fb580"'],
  ] as const)('FileETag %j', async (parts, expected) => {
    const other = await serveFolder({}, { etag: parts });
    expect((await ask(other.port, '/a.txt')).fields.etag).toBe(expected);
    await other.close();
  });

  test('FileETag INode comes first', async () => {
    const other = await serveFolder({}, { etag: ['size', 'inode', 'mtime'] });
    const inode = fs.statSync(path.join(folder, 'a.txt')).ino.toString(16);
    expect((await ask(other.port, '/a.txt')).fields.etag).toBe(`"${inode}-c-60dedc04fb580"`);
    await other.close();
  });
});

test('an error page keeps its status and knows no conditions or ranges', async () => {
  const errors = await serveFolder({ conditional: false, status: 404 });
  const answer = await ask(errors.port, '/a.txt', { headers: ['Range', 'bytes=0-1', 'If-None-Match', '*'] });
  expect([answer.status, got(answer.fields), answer.body.toString()]).toEqual([404, plain, 'hello world\n']);
  await errors.close();
});

test('Content-Encoding and a name beyond ASCII', async () => {
  fs.writeFileSync(Buffer.from(path.join(folder, 'f\xfc'), 'latin1'), 'raw');
  const handler = createFileHandler(store);
  const single = await startServer((exchange) =>
    handler(exchange, contentOf('f\xfc', { contentEncoding: 'x-gzip' })),
  );
  const answer = await ask(single.port, '/');
  expect([answer.body.toString(), answer.fields['content-encoding']]).toEqual(['raw', 'x-gzip']);
  await single.close();
});

describe('memory', () => {
  const old = new Date('2020-01-01');
  const others = ['nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout'] as const;
  // Files are kept only once they are older than two seconds by their change time, which no call can set: the clock is ours.
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: [...others] });
    jest.setSystemTime(Date.now());
  });
  afterEach(() => void jest.useRealTimers());
  const settle = () => jest.setSystemTime(Date.now() + 10_000);

  test('a settled small file is kept and every change is seen at once', async () => {
    const file = put('kept.txt', 'one');
    fs.utimesSync(file, old, old);
    settle();
    const mine = new FileStore();
    expect(await mine.find(file)).toMatchObject({ kind: 'memory' });
    const kept = mine.find(file);
    expect(kept).not.toBeInstanceOf(Promise);
    fs.writeFileSync(file, 'two');
    fs.utimesSync(file, old, old);
    const changed = await mine.find(file);
    expect(changed.kind === 'memory' && changed.state.content?.toString()).toBe('two');
    fs.rmSync(file);
    expect(mine.find(file)).toMatchObject({ kind: 'failed', failure: 'missing' });
  });

  test('a file that just changed is not kept', async () => {
    const mine = new FileStore();
    await mine.find(put('hot.txt', 'one'));
    expect(mine.total).toBe(0);
    expect(mine.find(path.join(folder, 'hot.txt'))).toBeInstanceOf(Promise);
  });

  test('the bytes kept are bounded, the longest unused go first', async () => {
    const files = ['m1', 'm2', 'm3'].map((name) => put(name, 'x'.repeat(1000)));
    settle();
    const mine = new FileStore({ file: 1000, total: 2500 });
    for (const file of files) await mine.find(file);
    expect(mine.total).toBeLessThanOrEqual(2500);
    expect(mine.find(files[2]!)).not.toBeInstanceOf(Promise);
    const first = mine.find(files[0]!);
    expect(first).toBeInstanceOf(Promise);
    await first;
  });

  test('a file in use outlives one that is not', async () => {
    const files = ['u1', 'u2', 'u3'].map((name) => put(name, 'x'.repeat(1000)));
    settle();
    const mine = new FileStore({ file: 1000, total: 2500 });
    await mine.find(files[0]!);
    await mine.find(files[1]!);
    await mine.find(files[0]!);
    await mine.find(files[2]!);
    expect(mine.find(files[0]!)).not.toBeInstanceOf(Promise);
    expect(mine.find(files[1]!)).toBeInstanceOf(Promise);
  });
});

describe('large files', () => {
  test('arrive whole', async () => {
    const answer = await ask(server.port, '/large.txt');
    expect(answer.body.equals(fs.readFileSync(path.join(folder, 'large.txt')))).toBe(true);
  });

  test('replaced while sent: the old bytes go on', async () => {
    const file = put('replaced.txt', Buffer.alloc(20_000_000, 'a'));
    const socket = await connect(
      server.port,
      'GET /replaced.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    socket.pause();
    put('next.txt', Buffer.alloc(20_000_000, 'b'));
    await until(() => socket.readableLength > 0 || socket.bytesRead > 0);
    fs.renameSync(path.join(folder, 'next.txt'), file);
    let text = '';
    for await (const piece of socket) text += (piece as Buffer).toString('latin1');
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect([body.length, body.includes('b')]).toEqual([20_000_000, false]);
  });

  test('cut off while sent: the connection breaks', async () => {
    const file = put('cut.txt', Buffer.alloc(50_000_000, 'a'));
    const done = server.served.length;
    const socket = await connect(server.port, 'GET /cut.txt HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await until(() => socket.readableLength > 0 || socket.bytesRead > 0);
    fs.truncateSync(file, 1000);
    let length = 0;
    for await (const piece of socket) length += (piece as Buffer).length;
    expect(length).toBeLessThan(50_000_000);
    await until(() => server.served.length > done);
    expect(server.served.at(-1)).toMatchObject({ result: { kind: 'aborted' } });
    expect(server.served.at(-1)!.log.join()).toMatch(/cut off/);
  });

  test('a client that stops reading stops the reading of the file', async () => {
    put('slow.txt', Buffer.alloc(50_000_000, 'a'));
    const done = server.served.length;
    const memory = process.memoryUsage().arrayBuffers;
    const socket = await connect(server.port, 'GET /slow.txt HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await until(() => socket.readableLength > 0 || socket.bytesRead > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(20_000_000);
    expect(server.served.length).toBe(done);
    socket.destroy();
    await until(() => server.served.length > done);
    expect(server.served.at(-1)!.result).toEqual({ kind: 'aborted' });
  });
});
