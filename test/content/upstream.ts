import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { freePort } from '../kit/scratch.js';

/** A raw upstream: what it was sent, and how it answers a request head. */
export interface RawUpstream {
  readonly origin: string;
  /** Complete texts received, one per connection, as latin1. */
  readonly received: string[];
  readonly sockets: Set<Socket>;
  close(): Promise<void>;
}

type Answer = (socket: Socket, head: string, connection: number) => unknown;

/** Starts an upstream that calls `answer` after each complete request head on a connection. */
export async function startUpstream(answer: Answer): Promise<RawUpstream> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    const at = received.push('') - 1;
    let pending = '';
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      received[at] += chunk.toString('latin1');
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const head = pending.slice(0, end + 4);
        pending = pending.slice(end + 4);
        if (/^[A-Z]+ \S+ HTTP/.test(head)) answer(socket, head, at);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    sockets,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An origin nobody listens on. */
export async function closedOrigin(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}
