import { once } from 'node:events';
import { type AddressInfo, connect as connectPlain, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Addresses, OtherServers } from '../../src/content/other-servers.js';
import { openTunnel, runTunnel, type TunnelContent } from '../../src/content/tunnel.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server on loopback that hands out its connections. */
async function listen(take: (socket: Socket) => void, allowHalfOpen = true): Promise<number> {
  const server: Server = createServer({ allowHalfOpen }, (socket) => {
    socket.on('error', () => {});
    closing.push(() => socket.destroy());
    take(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** The two ends of one connection: the client's own, and the one that the proxy has. */
async function clientPair(): Promise<{ readonly client: Socket; readonly here: Socket }> {
  const accepted: Socket[] = [];
  const port = await listen((socket) => accepted.push(socket));
  const client = connectPlain({ host: '127.0.0.1', port, allowHalfOpen: true });
  client.on('error', () => {});
  closing.push(() => client.destroy());
  await once(client, 'connect');
  while (accepted.length === 0) await new Promise((resolve) => setImmediate(resolve));
  return { client, here: accepted[0]! };
}

const content = (port: number, more: Partial<TunnelContent> = {}): TunnelContent => ({
  host: '127.0.0.1',
  port,
  servers: new OtherServers(new Addresses(), []),
  connectTimeout: 30,
  timeout: 30,
  ...more,
});

interface Running {
  readonly client: Socket;
  readonly ended: Promise<void>;
}

async function tunnelTo(port: number, head = '', more: Partial<TunnelContent> = {}): Promise<Running> {
  const { client, here } = await clientPair();
  const opened = await openTunnel(content(port, more), here);
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  return { client, ended: runTunnel(here, Buffer.from(head), opened.server, content(port, more)) };
}

/** All that comes; the other direction stays as it is. */
async function whole(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  await once(socket, 'end');
  return text;
}

describe('a tunnel', () => {
  test('carries what came right behind the request, and both directions', async () => {
    const port = await listen((socket) =>
      socket.on('data', (chunk) => socket.write(String(chunk).toUpperCase())).on('end', () => socket.end()),
    );
    const { client, ended } = await tunnelTo(port, 'hello ');
    const [first] = await once(client, 'data');
    expect(String(first)).toBe('HELLO ');
    client.write('again');
    const [second] = await once(client, 'data');
    expect(String(second)).toBe('AGAIN');
    client.destroy();
    await ended;
  });

  test('passes the end of one direction on, and goes on with the other', async () => {
    const port = await listen(async (socket) => {
      const asked = await whole(socket);
      socket.end(`got ${asked}`);
    });
    const { client, ended } = await tunnelTo(port);
    client.end('all of it');
    expect(await whole(client)).toBe('got all of it');
    await ended;
  });

  test('lets the client go on when the server has ended', async () => {
    let received: Promise<string> | undefined;
    const port = await listen((socket) => {
      received = whole(socket);
      socket.end('bye');
    });
    const { client, ended } = await tunnelTo(port);
    expect(await whole(client)).toBe('bye');
    client.end('still here');
    await ended;
    expect(await received).toBe('still here');
  });

  test('carries more than fits into any buffer', async () => {
    const port = await listen((socket) => socket.pipe(socket));
    const { client, ended } = await tunnelTo(port);
    const text = 'x'.repeat(3_000_000);
    const back = whole(client);
    client.end(text);
    expect((await back).length).toBe(text.length);
    await ended;
  });

  test('takes the other side with it when one breaks', async () => {
    const sides: Socket[] = [];
    const port = await listen((socket) => sides.push(socket));
    const { client, ended } = await tunnelTo(port, 'x');
    const ends = once(client.resume(), 'end');
    while (sides.length === 0) await new Promise((resolve) => setImmediate(resolve));
    sides[0]!.resetAndDestroy();
    await ends;
    await ended;
  });

  test('ends when nothing comes for the time given, and not while something does', async () => {
    const { client, here } = await clientPair();
    const port = await listen(() => {});
    const opened = await openTunnel(content(port), here);
    if (opened.kind !== 'open') throw new Error('no connection');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      const ended = runTunnel(here, Buffer.alloc(0), opened.server, { timeout: 10 });
      jest.advanceTimersByTime(9_000);
      const moved = once(here, 'data');
      client.write('x');
      await moved;
      jest.advanceTimersByTime(9_000);
      expect(here.destroyed).toBe(false);
      jest.advanceTimersByTime(1_001);
      expect(here.destroyed).toBe(true);
      expect(opened.server.destroyed).toBe(true);
      await ended;
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('what cannot be connected to', () => {
  const opened = async (more: Partial<TunnelContent>) => {
    const { here } = await clientPair();
    const result = await openTunnel(content(1, more), here);
    return result.kind === 'error' ? result.status : result.kind;
  };

  test('a port nobody listens on', async () => expect(await opened({})).toBe(503));

  test('a name nobody knows', async () => expect(await opened({ host: 'nowhere.invalid' })).toBe(502));

  test.each(['127.0.0.1', '127.1', 'localhost', '::ffff:127.0.0.1'])(
    'a blocked address as %s',
    async (host) => {
      const servers = new OtherServers(new Addresses(), ['127.0.0.1', 'nowhere.invalid']);
      expect(await opened({ host, servers })).toBe(403);
    },
  );

  test('a client that has left meanwhile', async () => {
    const { here } = await clientPair();
    const never = new Addresses((() => {}) as never);
    const result = openTunnel(
      content(1, { host: 'slow.invalid', servers: new OtherServers(never, []) }),
      here,
    );
    here.destroy();
    expect((await result).kind).toBe('aborted');
  });
});

describe('questions for addresses', () => {
  type Ask = (host: string, options: unknown, callback: (...words: unknown[]) => void) => void;

  test('are asked for once, two at a time, and given up in time', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const ask: Ask = (host, _, callback) => {
      asked.push(host);
      answers.push(() => callback(null, [{ address: '192.0.2.1', family: 4 }]));
    };
    const addresses = new Addresses(ask as never);
    const found = ['a', 'b', 'c', 'a'].map((host) => addresses.of(host, 600_000));
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['a', 'b']);
    answers[0]!();
    expect(await found[0]).toEqual([{ address: '192.0.2.1', family: 4 }]);
    expect(await found[3]).toEqual(await found[0]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['a', 'b', 'c']);
    answers[1]!();
    answers[2]!();
    await Promise.all(found);
  });

  test('that nobody answers end with a code of the system', async () => {
    const addresses = new Addresses((() => {}) as never);
    await expect(addresses.of('silent.invalid', 1)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  });

  test('addresses are none', async () => {
    const addresses = new Addresses((() => {}) as never);
    expect(await addresses.of('::1', 1)).toEqual([{ address: '::1', family: 6 }]);
  });
});
