import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ConnectionFacts } from '../evaluate/facts.js';
import { ConnectionRecorder, type ErrorLog } from './error-log.js';

/** What the server keeps of a connection: its facts, and the recorder that logs for it. */
export interface Connection {
  readonly facts: ConnectionFacts;
  readonly recorder: ConnectionRecorder;
}

const connections = new WeakMap<Socket, Connection>();
let lastId = 0;

/** The connection a socket stands for; made at its first request. */
export function connectionOf(socket: Socket, log: ErrorLog): Connection {
  const known = connections.get(socket);
  if (known) return known;
  const facts: ConnectionFacts = {
    remoteAddress: unmapped(socket.remoteAddress),
    remotePort: socket.remotePort ?? 0,
    localAddress: unmapped(socket.localAddress),
    localPort: socket.localPort ?? 0,
    secure: (socket as TLSSocket).encrypted === true,
    id: ++lastId,
    memory: new Map(),
  };
  const connection = {
    facts,
    recorder: new ConnectionRecorder(log, `${facts.remoteAddress}:${facts.remotePort}`),
  };
  connections.set(socket, connection);
  return connection;
}

function unmapped(address: string | undefined): string {
  if (address === undefined) return '0.0.0.0';
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
