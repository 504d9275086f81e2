import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { openTunnel, runTunnel, type TunnelContent } from '../content/tunnel.js';
import type { Plan } from '../evaluate/decision.js';
import type { Exchange } from '../evaluate/exchange.js';
import { CountingResponse } from './counting-response.js';
import { answer, type Gateway } from './gateway.js';
import type { IdleWatch } from './idle.js';

/** What a server has to say about its connections. */
export interface Connections {
  readonly watch: IdleWatch;
  /** Begins HTTP on a connection, as a server does that accepts one. */
  readonly begin: (socket: Socket) => void;
}

/**
 * A CONNECT request, of which node:http has taken the connection out of HTTP. It is decided like any other; where it is let in the
 * connection becomes a tunnel, else it goes on with HTTP behind the answer.
 */
export function connectRequest(
  gateway: Gateway,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  { watch, begin }: Connections,
): void {
  const response = new CountingResponse(request);
  // What follows might be a body, which CONNECT has none of (RFC 9110 §9.3.6).
  response.shouldKeepAlive =
    gateway.program.host.core.keepAlive && keepsAlive(request) && !announcesBody(request);
  response.assignSocket(socket);
  const broken = (): void => {
    socket.destroy();
  };
  socket.on('error', broken);
  response.once('finish', () => {
    response.detachSocket(socket);
    // Others who wait for the end of the answer come first.
    process.nextTick(() => {
      response.emit('close');
      if (!response.shouldKeepAlive) socket.end();
      if (!response.shouldKeepAlive || socket.destroyed) return;
      socket.off('error', broken);
      if (head.length > 0) socket.unshift(head);
      begin(socket);
    });
  });
  watch.busy(socket, response);
  answer(gateway, request, response, false, undefined, async (exchange, plan) => {
    const content = tunnelContent(exchange, plan, gateway);
    const opened = await openTunnel(content, socket);
    if (opened.kind === 'aborted') return opened;
    if (opened.kind === 'error') {
      exchange.recorder.log('error', undefined, opened.message);
      const { status } = opened;
      return { kind: 'error', status, ...(status !== 503 && { reason: 'Proxy Error' }) };
    }
    response.detachSocket(socket);
    watch.leave(socket);
    socket.off('error', broken);
    socket.write(
      `HTTP/1.0 200 Connection Established\r\nProxy-agent: ${gateway.environment.software}\r\n\r\n`,
      'latin1',
    );
    return { kind: 'tunnelled', ended: runTunnel(socket, head, opened.server, content) };
  });
}

/** Whether a client goes on after the answer; node:http says so of requests it answers itself. */
function keepsAlive({ httpVersion, headers }: IncomingMessage): boolean {
  const connection = headers.connection ?? '';
  if (/(?:^|,)\s*close\s*(?:,|$)/i.test(connection)) return false;
  return httpVersion === '1.1' || /(?:^|,)\s*keep-alive\s*(?:,|$)/i.test(connection);
}

const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;

function tunnelContent(
  { program }: Exchange,
  { host, port }: Extract<Plan, { run: 'tunnel' }>,
  { handlers }: Gateway,
): TunnelContent {
  const { core, mod_proxy } = program.host;
  const timeout = mod_proxy.timeout ?? core.timeout;
  return { host, port, servers: handlers.otherServers(program.host), connectTimeout: timeout, timeout };
}

/** Whether any server is a forward proxy, so that CONNECT is looked at. */
export function forwards(gateway: Gateway): boolean {
  const { program } = gateway;
  const { host, virtualHosts } = program.ruleset;
  return (
    program.loads.mod_proxy && [host, ...virtualHosts].some(({ mod_proxy }) => mod_proxy.forward === true)
  );
}

/** The listeners that a server has for connections now, before anything else is put in front of them. */
export function beginnerOf(server: Server): (socket: Socket) => void {
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[];
  return (socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };
}
