import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCgiHandler } from '../../src/content/cgi.js';
import type { CgiContent, HandlerResult } from '../../src/content/handler.js';
import { withEnoughTime } from '../kit/wait.js';
import {
  type Asked,
  ask,
  connect,
  readAll,
  type ServerOptions,
  startServer,
  type TestServer,
  until,
} from './exchange.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kerbgate-cgi-'));
const servers: TestServer[] = [];
let number = 0;

function script(lines: string, mode = 0o755): string {
  number += 1;
  const file = path.join(folder, `script-${number}`);
  fs.writeFileSync(file, lines, { mode });
  return file;
}

function shell(lines: string): string {
  return script(`#!/bin/sh\n${lines}\n`);
}

/** A shell script that prints the given bytes. */
function printing(output: string): string {
  const octal = [...Buffer.from(output, 'latin1')]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');
  return shell(`printf '${octal}'`);
}

async function serve(file: string, more: Partial<CgiContent> = {}, options: ServerOptions = {}, limits = {}) {
  const handler = createCgiHandler(limits);
  const base = {
    kind: 'cgi',
    path: file,
    environment: { PATH: process.env.PATH! },
    words: [],
    timeout: 20,
  } as const;
  const server = await startServer((exchange) => handler(exchange, { ...base, ...more }), options);
  servers.push(server);
  return server;
}

async function run(file: string, asked: Asked = {}, more: Partial<CgiContent> = {}) {
  const server = await serve(file, more);
  const answer = await ask(server.port, '/', asked);
  return { ...answer, ...(await server.next()) };
}

/** Whether a process is running; a zombie counts as gone. */
function alive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** A script that notes its process id and that of a child it started, and how to read them. */
function noting(lines: string): { file: string; noted(): boolean; pids(): Promise<number[]> } {
  const note = path.join(folder, `pids-${number}`);
  const file = shell(`sleep 1000 <&- >&- 2>&- &\necho $$ $! > ${note}.new; mv ${note}.new ${note}\n${lines}`);
  const pids = async () => {
    await until(() => fs.existsSync(note));
    return fs.readFileSync(note, 'utf8').trim().split(' ').map(Number);
  };
  return { file, noted: () => fs.existsSync(note), pids };
}

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  fs.rmSync(folder, { recursive: true });
});

describe('what the script is given', () => {
  test('environment, folder, words', async () => {
    const file = shell(
      'printf "Content-Type: text/plain\\n\\n"; pwd; echo "$#:$1:$2"; env | grep -v "^PWD\\|^_\\|^SHLVL" | sort',
    );
    const environment = {
      PATH: '/usr/bin:/bin',
      REMOTE_USER: 'm\xc3\xbcller@REALM',
      QUERY_STRING: 'a b;$(touch x)',
    };
    const { body } = await run(file, {}, { environment, words: ['a b', '$(touch x)'] });
    expect(body.toString()).toBe(
      `${fs.realpathSync(folder)}\n2:a b:$(touch x)\nPATH=/usr/bin:/bin\nQUERY_STRING=a b;$(touch x)\nREMOTE_USER=müller@REALM\n`,
    );
    expect(fs.existsSync(path.join(folder, 'x'))).toBe(false);
  });

  test.each([
    ['with Content-Length', []],
    ['chunked', ['Transfer-Encoding', 'chunked']],
  ])('the request body %s', async (_title, headers) => {
    const file = shell('printf "Content-Type: text/plain\\n\\n"; cat');
    const sent = Buffer.alloc(3_000_000, 'abcdefghij');
    const { body } = await run(file, { method: 'POST', headers, body: sent });
    expect(body.equals(sent)).toBe(true);
  });

  test('no body: stdin is at its end', async () => {
    expect((await run(shell('printf "X-A: 1\\n\\n"; cat; echo done'))).body.toString()).toBe('done\n');
  });

  test('bytes that are no UTF-8: header fields are left out, anything else refuses the request', async () => {
    const file = shell('printf "X-A: 1\\n\\n"; echo "[$HTTP_REFERER]"');
    const path_ = process.env.PATH!;
    const left = await run(file, {}, { environment: { PATH: path_, HTTP_REFERER: 'f\xfcr' } });
    expect([left.body.toString(), left.log]).toEqual([
      '[]\n',
      ['warn: HTTP_REFERER is not valid UTF-8 and was not given to the script'],
    ]);
    expect((await run(file, {}, { environment: { PATH: path_, REMOTE_USER: 'm\xfcller' } })).status).toBe(
      400,
    );
    expect((await run(file, {}, { words: ['\xff'] })).status).toBe(400);
  });
});

describe('header section', () => {
  /** [output, status, fields]: read off httpd 2.4.71 with mod_cgid. */
  const good: readonly (readonly [string, string, Record<string, string>])[] = [
    ['Content-Type: text/x-y\n\nbody', '200 OK', { 'content-type': 'text/x-y' }],
    ['\nbody', '200 OK', {}],
    ['\r\nbody', '200 OK', {}],
    ['X-A: b\r\n\r\nbody', '200 OK', { 'x-a': 'b' }],
    [
      'Content-Type: TEXT/HTML; Charset=UTF-8 \n\nbody',
      '200 OK',
      { 'content-type': 'text/html; Charset=UTF-8' },
    ],
    ['Status: 404 Nope\n\nbody', '404 Nope', {}],
    ['Status: 404\n\nbody', '404 Not Found', {}],
    ['Status: 404 \n\nbody', '404 ', {}],
    ['status: 299 Custom Thing\n\nbody', '299 Custom Thing', {}],
    [
      'X-M: 1\nx-m: 2\nSet-Cookie: a=1\nSet-Cookie: b=2\n\nbody',
      '200 OK',
      { 'x-m': '1, 2', 'set-cookie': 'a=1 | b=2' },
    ],
    ['Location: /a\nStatus: 302\n\nbody', '302 Found', { location: '/a' }],
    ['Location: http://x.example/\nStatus: 303 Go\n\nbody', '303 Go', { location: 'http://x.example/' }],
    ['X-E:\n\nbody', '200 OK', { 'x-e': '' }],
    ['X-L: \xe9\n\nbody', '200 OK', { 'x-l': '\xe9' }],
    ['Last-Modified: garbage\n\nbody', '200 OK', {}],
    [
      'Last-Modified: Tue, 02 Jan 2024 00:00:00 GMT\n\nbody',
      '200 OK',
      { 'last-modified': 'Tue, 02 Jan 2024 00:00:00 GMT' },
    ],
    ['Content-Length: 999\nTransfer-Encoding: foo\nServer: mine\n\nbody', '200 OK', {}],
    [`X-L: ${'a'.repeat(8180)}\n\nbody`, '200 OK', { 'x-l': 'a'.repeat(8180) }],
  ];

  test.each(good)('%j', async (output, status, fields) => {
    const answer = await run(printing(output));
    const { date: _date, connection: _connection, 'transfer-encoding': _coding, ...rest } = answer.fields;
    expect([`${answer.status} ${answer.reason}`, rest, answer.body.toString()]).toEqual([
      status,
      fields,
      'body',
    ]);
    expect(answer.result).toEqual({ kind: 'sent' });
  });

  /** [output, words in the log]: all 500. */
  const bad: readonly (readonly [string, string])[] = [
    ['garbage\n\nbody', 'malformed header from script: Bad header: garbage'],
    ['X-A: a\n folded\n\nbody', 'malformed header from script: Bad header:  folded'],
    ['X-A: a\n fo:lded\n\nbody', "Response header name ' fo' contains invalid characters"],
    ['X Y: 1\n\nbody', "Response header name 'X Y' contains invalid characters"],
    [': 1\n\nbody', "Response header name '' contains invalid characters"],
    ['X-E: a\x01b\n\nbody', "Response header 'X-E' contains invalid characters"],
    ['X-E: a\rb\n\nbody', "Response header 'X-E' contains invalid characters"],
    ['Status: abc\n\nbody', 'Invalid status line from script: abc'],
    ['Status: 100\n\nbody', 'Invalid status line from script: 100'],
    ['', 'End of script output before headers'],
    ['X-A: b', 'End of script output before headers'],
    ['X-A: b\n', 'Premature end of script headers'],
    [`X-L: ${'a'.repeat(8190)}\n\nbody`, 'Too long header from script'],
    [`${`X-L: ${'a'.repeat(1000)}\n`.repeat(300)}\nbody`, 'Too long header from script'],
  ];

  test.each(bad)('%j', async (output, words) => {
    const { status, log } = await run(printing(output));
    expect([status, log]).toEqual([500, [expect.stringContaining(words)]]);
  });

  test('Last-Modified in the future becomes now', async () => {
    const { fields } = await run(printing('Last-Modified: Fri, 02 Jan 2099 00:00:00 GMT\n\nb'));
    expect(Date.parse(fields['last-modified']!)).toBeLessThanOrEqual(Date.parse(fields.date!));
  });

  test('a type for scripts that name none', async () => {
    const { fields } = await run(printing('X-A: 1\n\nb'), {}, { contentType: 'text/x-sh' });
    expect(fields['content-type']).toBe('text/x-sh');
  });

  const redirects: readonly (readonly [string, HandlerResult])[] = [
    ['Location: /a?b\n\nbody', { kind: 'redirect', path: '/a?b', fields: [] }],
    ['Location: /a\nStatus: 200\nX-Q: 1\n\nbody', { kind: 'redirect', path: '/a', fields: [['X-Q', '1']] }],
    [
      'Location: http://x.example/\n\nbody',
      { kind: 'error', status: 302, fields: [['Location', 'http://x.example/']] },
    ],
    [
      'Location: rel\nX-Q: 1\n\n',
      {
        kind: 'error',
        status: 302,
        fields: [
          ['X-Q', '1'],
          ['Location', 'rel'],
        ],
      },
    ],
  ];

  test.each(redirects)('%j', async (output, result) => {
    expect((await run(printing(output))).result).toEqual(result);
  });
});

describe('conditions and methods', () => {
  const tagged = 'ETag: "q"\nContent-Type: text/x-y\n\nbody';

  test.each([
    ['same tag', tagged, ['If-None-Match', '"q"'], 304],
    ['same tag, but the script set the status', `Status: 200\n${tagged}`, ['If-None-Match', '"q"'], 200],
    ['other tag required', tagged, ['If-Match', '"z"'], 412],
    ['a range does not count', tagged, ['Range', 'bytes=0-1'], 200],
  ])('%s', async (_title, output, headers, status) => {
    const answer = await run(printing(output), { headers });
    expect([answer.status, answer.body.length > 0]).toEqual([status, status !== 304]);
  });

  test.each([204, 304])('status %d has no body', async (status) => {
    const answer = await run(printing(`Status: ${status}\nContent-Type: text/x-y\n\nbody`));
    expect([answer.status, answer.body.length, answer.fields['content-type']]).toEqual([
      status,
      0,
      undefined,
    ]);
  });

  test('HEAD runs the script and drops the body', async () => {
    const done = path.join(folder, 'head-done');
    const file = shell(`printf 'X-A: 1\\n\\n'; head -c 1000000 /dev/zero; touch ${done}`);
    const answer = await run(file, { method: 'HEAD' });
    expect([answer.status, answer.fields['x-a'], answer.body.length]).toEqual([200, '1', 0]);
    await until(() => fs.existsSync(done));
  });

  test('a body that another handler has read is not given', async () => {
    const server = await serve(shell('printf "X-A: 1\\n\\n"; cat'), {}, { takesBody: false, method: 'GET' });
    expect((await ask(server.port, '/', { method: 'POST', body: 'secret' })).body.toString()).toBe('');
  });
});

describe('what cannot be run', () => {
  beforeAll(() => {
    fs.mkdirSync(path.join(folder, 'dir'));
    execFileSync('mkfifo', [path.join(folder, 'fifo')]);
  });

  test.each([
    ['missing', () => path.join(folder, 'missing'), 404],
    ['a path below a file', () => path.join(shell(''), 'x'), 404],
    ['a folder', () => path.join(folder, 'dir'), 403],
    ['a FIFO', () => path.join(folder, 'fifo'), 403],
    ['not executable', () => script('#!/bin/sh\n', 0o644), 500],
    ['an interpreter that is missing', () => script('#!/nonexistent/interpreter\n'), 500],
    ['no program at all', () => script('touch ran\n'), 500],
    [
      'nph-',
      () =>
        fs.renameSync(printing('HTTP/1.1 200 OK\n\n'), path.join(folder, 'nph-x')) ??
        path.join(folder, 'nph-x'),
      500,
    ],
  ])('%s', async (_title, file, status) => {
    const answer = await run(file());
    expect([answer.status, answer.log.length]).toEqual([status, 1]);
    expect(fs.existsSync(path.join(folder, 'ran'))).toBe(false);
  });
});

describe('scripts that misbehave', () => {
  test('hangs before its head: 504, and everything it started is killed', async () => {
    const { file, noted, pids } = noting('exec sleep 1000');
    const answer = await withEnoughTime((timeout) => run(file, {}, { timeout }), noted);
    expect([answer.status, answer.log]).toEqual([
      504,
      [expect.stringContaining('timed out before returning headers')],
    ]);
    const running = await pids();
    await until(() => !running.some(alive));
  });

  test('hangs after its head: the connection breaks', async () => {
    const file = shell('printf "X-A: 1\\n\\nstart"; exec sleep 1000');
    const answer = await withEnoughTime(
      (timeout) => run(file, {}, { timeout }),
      ({ status }) => status === 200,
    );
    expect([answer.status, answer.body.toString(), answer.broken]).toEqual([200, 'start', true]);
    expect(answer.result).toEqual({ kind: 'aborted' });
  });

  test('ignores SIGTERM: killed all the same', async () => {
    const { file, noted, pids } = noting('trap "" TERM; while :; do sleep 1; done');
    const { status } = await withEnoughTime((timeout) => run(file, {}, { timeout }), noted);
    const [leader] = await pids();
    expect(status).toBe(504);
    await until(() => !alive(leader!));
  });

  test('floods stderr: the log is bounded and the response arrives', async () => {
    const flood =
      'i=0; while [ $i -lt 300 ]; do echo line $i >&2; i=$((i+1)); done; head -c 3000000 /dev/zero >&2';
    const answer = await run(shell(`${flood}; printf "X-A: 1\\n\\nok"`));
    expect(answer.body.toString()).toBe('ok');
    expect(answer.log).toHaveLength(101);
    expect(answer.log[0]).toMatch(/^error: AH01215: stderr from .*: line 0$/);
    expect(answer.log.at(-1)).toMatch(/is not logged$/);
  });

  test('does not read a large body', async () => {
    const answer = await run(shell('printf "X-A: 1\\n\\ndone"'), {
      method: 'POST',
      body: Buffer.alloc(20_000_000),
    });
    expect([answer.status, answer.body.toString()]).toEqual([200, 'done']);
  });

  test('closes stdin and answers much to a client that sends everything first', async () => {
    const file = shell('exec <&-; printf "X-A: 1\\n\\n"; head -c 8000000 /dev/zero');
    const server = await serve(file);
    const socket = await connect(
      server.port,
      'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 20000000\r\n\r\n',
    );
    socket.pause();
    await new Promise((resolve) => socket.write(Buffer.alloc(20_000_000), resolve));
    socket.resume();
    expect((await readAll(socket)).length).toBeGreaterThan(8_000_000);
  });

  test('prints before it reads: both directions go at once', async () => {
    const file = shell('printf "X-A: 1\\n\\n"; head -c 3000000 /dev/zero; cat');
    const answer = await run(file, { method: 'POST', body: Buffer.alloc(3_000_000) });
    expect(answer.body.length).toBe(6_000_000);
  });

  test('closes stdout early and runs on: it is ended', async () => {
    const { file, pids } = noting('printf "X-A: 1\\n\\nok"; exec >&- 2>&-; exec sleep 1000');
    expect((await run(file)).body.toString()).toBe('ok');
    const [leader, background] = await pids();
    await until(() => !alive(leader!));
    expect(alive(background!)).toBe(true);
    process.kill(background!);
  });
});

describe('clients', () => {
  test('gone: the script is killed with everything it started', async () => {
    const { file, pids } = noting('printf "X-A: 1\\n\\nstart"; exec sleep 1000');
    const server = await serve(file);
    const socket = await connect(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const running = await pids();
    await until(() => socket.bytesRead > 0);
    socket.destroy();
    expect((await server.next()).result).toEqual({ kind: 'aborted' });
    await until(() => !running.some(alive));
  });

  test('gone in the middle of the request body', async () => {
    const { file, pids } = noting('cat > /dev/null; printf "X-A: 1\\n\\n"');
    const server = await serve(file);
    const socket = await connect(server.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
    const running = await pids();
    socket.destroy();
    expect((await server.next()).result).toEqual({ kind: 'aborted' });
    await until(() => !running.some(alive));
  });

  test('stops reading: the script is held up, then killed after the timeout', async () => {
    const { file, pids } = noting('printf "X-A: 1\\n\\n"; exec cat /dev/zero');
    const memory = process.memoryUsage().arrayBuffers;
    const { socket, result } = await withEnoughTime(
      async (timeout) => {
        const server = await serve(file, { timeout });
        const socket = await connect(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
        socket.pause();
        return { socket, ...(await server.next()) };
      },
      ({ result }) => result.kind === 'aborted',
    );
    expect(result).toEqual({ kind: 'aborted' });
    expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(30_000_000);
    const running = await pids();
    await until(() => !running.some(alive));
    socket.destroy();
  });
});

describe('limits', () => {
  test('one at a time, one waits, the next is 503', async () => {
    const gate = path.join(folder, 'gate');
    const file = shell(`while [ ! -e ${gate} ]; do sleep 0.02; done; printf 'X-A: 1\\n\\nok'`);
    const server = await serve(file, {}, {}, { running: 1, waiting: 1 });
    const pending = [ask(server.port, '/'), ask(server.port, '/'), ask(server.port, '/')];
    expect((await server.next()).result).toEqual({ kind: 'error', status: 503 });
    fs.writeFileSync(gate, '');
    const statuses = (await Promise.all(pending)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 200, 503]);
  });

  test('a client that leaves the queue makes room', async () => {
    const [gate, started] = [path.join(folder, 'gate-2'), path.join(folder, 'started-2')];
    const wait = `touch ${started}; while [ ! -e ${gate} ]; do sleep 0.02; done`;
    const file = shell(`${wait}; printf 'X-A: 1\\n\\nok'`);
    const server = await serve(file, {}, {}, { running: 1, waiting: 1 });
    const first = ask(server.port, '/');
    await until(() => fs.existsSync(started));
    const leaving = await connect(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => server.asked() === 2);
    leaving.destroy();
    expect((await server.next()).result).toEqual({ kind: 'aborted' });
    const last = ask(server.port, '/');
    fs.writeFileSync(gate, '');
    expect((await Promise.all([first, last])).map(({ status }) => status)).toEqual([200, 200]);
  });
});
