import type { Socket } from 'node:net';
import type { ConnectionFacts } from '../evaluate/facts.js';
import type { ServerCore } from '../ruleset/core.js';
import { ConnectionRecorder, type ErrorLog } from './error-log.js';
import { isPlainForTls, tlsFactsOf } from './tls-connection.js';

/** What the server keeps of a connection: its facts, and the recorder that logs for it. */
export interface Connection {
  readonly facts: ConnectionFacts;
  readonly recorder: ConnectionRecorder;
  /** How many requests came on it. */
  requests: number;
  /** How many answers left it open. */
  kept: number;
  /** The bytes in and out since it was last asked, from the sums of the connection. */
  moved(read: number, written: number): { readonly bytesIn: number; readonly bytesOut: number };
}

/** How many requests a connection may have; 0 for any number. */
export function mostRequests({ keepAlive, maxKeepAliveRequests }: ServerCore): number {
  return keepAlive ? maxKeepAliveRequests : 1;
}

const connections = new WeakMap<Socket, Connection>();
let lastId = 0;

/** A number that no other connection of this process has. */
export const newConnectionId = (): number => ++lastId;

/** The connection a socket stands for; made at its first request. */
export function connectionOf(socket: Socket, log: ErrorLog): Connection {
  const known = connections.get(socket);
  if (known) return known;
  const tls = tlsFactsOf(socket);
  const facts: ConnectionFacts = {
    remoteAddress: unmapped(socket.remoteAddress),
    remotePort: socket.remotePort ?? 0,
    localAddress: unmapped(socket.localAddress),
    localPort: socket.localPort ?? 0,
    id: newConnectionId(),
    memory: new Map(),
    atEnd: (act) => (socket.destroyed ? act() : void socket.once('close', act)),
    ...(tls && { tls }),
    ...(isPlainForTls(socket) && { plainForTls: true }),
  };
  let before = [0, 0];
  const connection: Connection = {
    facts,
    requests: 0,
    kept: 0,
    moved(read, written) {
      const [bytesIn, bytesOut] = [read - before[0]!, written - before[1]!];
      before = [read, written];
      return { bytesIn, bytesOut };
    },
    recorder: new ConnectionRecorder(log, facts),
  };
  connections.set(socket, connection);
  return connection;
}

/** An IPv4 address that came as one of IPv6, as itself. */
export function unmapped(address: string | undefined): string {
  if (address === undefined) return '0.0.0.0';
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
