import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { ProxyContent } from './handler.js';
import { type Bounds, connectSecurely, type SecureEnd } from './secure-connection.js';

type Timeouts = Pick<ProxyContent, 'connectTimeout' | 'timeout'> & {
  readonly through?: ProxyContent['through'] | undefined;
};

/** Seconds to connect, and for the handshake, when none are configured: httpd's Timeout. */
const defaultTimeout = 60;

const boundsOf = ({ connectTimeout, timeout }: Timeouts): Bounds => ({
  connect: (connectTimeout || defaultTimeout) * 1000,
  handshake: (timeout || defaultTimeout) * 1000,
});

/** The origin as undici is told it: TLS is ours, and WebSockets begin as HTTP. */
export function plainOrigin(origin: string): string {
  const [, scheme = '', authority = ''] = /^([^:]*):\/\/(?:.*@)?(.*)$/s.exec(origin) ?? [];
  const secure = /^(?:https|wss)$/i.test(scheme);
  return `http://${authority}${secure && !/:\d+$/.test(authority) ? ':443' : ''}`;
}

/** Connects undici with an upstream; what it is handed speaks TLS already. */
export function secureConnector(end: SecureEnd, timeouts: Timeouts): buildConnector.connector {
  const { lookup } = timeouts.through ?? {};
  return ({ hostname, port }, callback) => {
    const address = { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || 80 };
    connectSecurely({ ...address, ...(lookup && { lookup }) }, end, boundsOf(timeouts), (error, socket) =>
      error ? callback(error, null) : callback(null, socket!),
    );
  };
}

/** The same for node:http, for as long as the client is there: an attempt on its way goes with it. */
export function secureAgent(end: SecureEnd, timeouts: Timeouts, client: Socket): Agent {
  const agent = new Agent({ keepAlive: false });
  const connector: Agent['createConnection'] = ({ host, port }, callback) => {
    const address = { host: host ?? '', port: Number(port) || 80 };
    const leave = () => plain.destroy();
    const plain = connectSecurely(address, end, boundsOf(timeouts), (error, socket) => {
      client.off('close', leave);
      callback?.(error, socket!);
    });
    client.once('close', leave);
    return undefined;
  };
  agent.createConnection = connector;
  return agent;
}
