import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { sendWhole } from '../../src/content/send-whole.js';
import { LeavableRequest } from '../../src/serve/leavable-request.js';
import { WholeResponse } from '../../src/serve/whole-response.js';

/** Lets the answers of a listener go in one piece where they may. */
function whole(listener: RequestListener): Server {
  const options = { ServerResponse: WholeResponse, IncomingMessage: LeavableRequest, keepAliveTimeout: 0 };
  return createServer(options, (request, response) => {
    response.staysOpen = true;
    listener(request, response);
  });
}

async function started(server: Server): Promise<Socket> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return connect((server.address() as AddressInfo).port, '127.0.0.1');
}

/** What a client reads to the end of its connection. */
async function read(server: Server, text: string): Promise<string> {
  const socket = await started(server);
  let answers = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    answers += piece;
  });
  socket.write(text, 'latin1');
  await once(socket, 'close');
  server.close();
  return answers.replace(/^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r$/gm, 'Date: now\r');
}

const fields = [
  'Server',
  'test',
  'WWW-Authenticate',
  'Negotiate',
  'X-Byte',
  'caf\xe9',
  'Content-Length',
  '5',
];

const simple: RequestListener = (_request, response) => {
  response.writeHead(401, 'Unauthorized', fields);
  sendWhole(response, 'caf\xe9!');
};

const last = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
const get = 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n';

describe('an answer of one piece is byte for byte the one that node:http sends', () => {
  const requests: Readonly<Record<string, string>> = {
    'one after the other': get,
    'many at once': get.repeat(20),
    'to HEAD': `HEAD / HTTP/1.1\r\nHost: a\r\n\r\n`,
    'with a body that nobody reads': `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc${get}`,
    'with a body in chunks': `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n${get}`,
    'to HTTP/1.0': 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
    'to a client that waits': `GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n`,
  };
  const answers: Readonly<Record<string, RequestListener>> = {
    'a challenge': simple,
    'without a length': (_request, response) => {
      response.writeHead(200, 'OK', ['X-A', 'b']);
      sendWhole(response, 'text');
    },
    'with a date of its own': (_request, response) => {
      response.writeHead(200, 'OK', ['Date', 'yesterday', 'content-length', '4']);
      sendWhole(response, 'text');
    },
    'that ends the connection': (_request, response) => {
      response.writeHead(200, 'OK', ['Connection', 'close', 'Content-Length', '4']);
      sendWhole(response, 'text');
    },
    'without a body': (_request, response) => {
      response.writeHead(304, 'Not Modified', ['Content-Length', '4']);
      sendWhole(response, 'text');
    },
    'in pieces': (_request, response) => {
      response.writeHead(200, 'OK', ['Content-Length', '8']);
      response.write('text');
      setImmediate(() => response.end('more'));
    },
    'with the head alone at first': (_request, response) => {
      response.writeHead(200, 'OK', ['Content-Length', '4']);
      response.flushHeaders();
      setImmediate(() => sendWhole(response, 'text'));
    },
    'after a while': (request, response) => void setImmediate(() => simple(request, response as never)),
  };
  for (const [how, listener] of Object.entries(answers))
    test.each(Object.entries(requests))(`${how}, %s`, async (_, text) => {
      const headless: RequestListener = (request, response) => {
        if (request.method !== 'HEAD') return listener(request, response);
        response.writeHead(200, 'OK', ['Content-Length', '4']);
        return response.end();
      };
      const options = { keepAliveTimeout: 0 };
      const usual = await read(createServer(options, headless), text + last);
      expect(await read(whole(headless), text + last)).toBe(usual);
      expect(usual).toContain('HTTP/1.1 ');
    });
});

test('what may not stand in a head is refused as node:http refuses it', async () => {
  const codes: (string | undefined)[] = [];
  const split = ['Location', '/a\r\nSet-Cookie: evil=1'];
  const bad = [split, ['X-A', '\u0100'], ['Bad Name', 'x'], ['X\r\nY', 'x']];
  const listener: RequestListener = (request, response) => {
    const number = Number(request.url!.slice(1));
    try {
      response.writeHead(302, number === 4 ? 'Found\r\nX: y' : 'Found', [
        ...(bad[number] ?? []),
        ...['Content-Length', '0'],
      ]);
    } catch (error) {
      codes.push((error as NodeJS.ErrnoException).code);
    }
    if (!response.headersSent) response.writeHead(500, 'Error', ['Content-Length', '0']);
    sendWhole(response, '');
  };
  const texts = [0, 1, 2, 3, 4].map((number) => `GET /${number} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
  const answers = await read(whole(listener), texts + last);
  expect(answers).not.toMatch(/evil|\nX: y/);
  expect(codes).toEqual([
    ...['ERR_INVALID_CHAR', 'ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_INVALID_HTTP_TOKEN'],
    'ERR_INVALID_CHAR',
  ]);
});

/** Answers, and notes what a response says of itself on its way. */
function noting(notes: unknown[]): RequestListener {
  return (request, response) => {
    if (request.url !== '/1') return simple(request, response);
    const state = () => [response.headersSent, response.writableEnded, response.writableFinished];
    response.once('finish', () => notes.push('finish', ...state()));
    response.once('close', () => notes.push('close', request.complete));
    notes.push(...state());
    response.writeHead(401, 'Unauthorized', fields);
    notes.push(...state());
    sendWhole(response, 'caf\xe9!');
    return notes.push(...state());
  };
}

test('a response tells of its state as those of node:http do, and is finished once', async () => {
  const [ours, theirs]: [unknown[], unknown[]] = [[], []];
  await read(whole(noting(ours)), get + last);
  await read(createServer(noting(theirs)), get + last);
  const told = [false, false, false, true, false, false, true, true];
  const ended = ['finish', true, true, true, 'close', true];
  expect(ours).toEqual([...told, false, ...ended]);
  // node:http calls an answer finished a moment before it says so.
  expect(theirs).toEqual([...told, expect.any(Boolean), ...ended]);
});

test('the usual kind of answer does go in one piece, and nothing can be sent behind it', async () => {
  const found: boolean[] = [];
  const thrown: unknown[] = [];
  const answers = await read(
    whole((_request, response) => {
      response.writeHead(401, 'Unauthorized', fields);
      found.push((response as WholeResponse).endWhole('caf\xe9!'));
      if (!found.at(-1)) response.end('caf\xe9!', 'latin1');
      else {
        for (const act of [() => response.write('x'), () => response.writeHead(200, 'OK', [])])
          try {
            act();
          } catch (error) {
            thrown.push(error);
          }
        response.end('behind');
      }
    }),
    get + last,
  );
  expect(found).toEqual([true, false]);
  expect(thrown).toHaveLength(2);
  expect(answers).not.toContain('behind');
  expect(answers.match(/HTTP\/1.1 401/g)).toHaveLength(2);
});

test('a client that does not read holds an answer up; it is finished when all of it is gone', async () => {
  const body = 'x'.repeat(20_000_000);
  let finished = 0;
  const server = whole((_request, response) => {
    response.once('finish', () => finished++);
    response.writeHead(200, 'OK', ['Content-Length', String(body.length)]);
    sendWhole(response, body);
    expect(response.writableFinished).toBe(false);
  });
  const text = await read(server, get + last);
  expect(text.length).toBeGreaterThan(2 * body.length);
  expect(finished).toBe(2);
});

test('a connection that breaks off closes its answer, which is never finished', async () => {
  const events: string[] = [];
  let closed: Promise<unknown> | undefined;
  const server = whole((_request, response) => {
    response.once('finish', () => events.push('finish'));
    closed = once(response, 'close');
    response.writeHead(200, 'OK', ['Content-Length', '20000000']);
    sendWhole(response, 'x'.repeat(20_000_000));
    socket.destroy();
  });
  const socket = await started(server);
  socket.write(get);
  await once(server, 'request');
  await closed;
  server.close();
  expect(events).toEqual([]);
});

test('a body is read to its end where somebody reads it', async () => {
  const texts: string[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const piece of request) text += piece;
    texts.push(text);
    response.writeHead(200, 'OK', ['Content-Length', '4']);
    sendWhole(response, 'text');
  };
  const post = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc';
  await read(whole(listener), get + post + last);
  expect(texts.sort()).toEqual(['', '', 'abc']);
});
