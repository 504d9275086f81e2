import type { ClientRequest, IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import httpProxy from 'http-proxy-3';
import type { HandlerExchange, ProxyContent } from './handler.js';
import { hostField, requestFields } from './proxy-fields.js';
import { plainOrigin, secureAgent } from './secure-origin.js';

/** Seconds without a byte when none are configured: httpd's Timeout. */
const defaultTimeout = 60;

/** How an upgrade ended: a tunnel was there until one side left, the client was told a status, or it left before. */
export type UpgradeResult =
  | { readonly kind: 'tunnelled' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'aborted' };

/** What http-proxy-3 reads of a request: only the fields that may reach the upstream are in it. */
function outgoingRequest(request: IncomingMessage, content: ProxyContent): IncomingMessage {
  const headers: Record<string, string> = {};
  const flat = requestFields(content);
  for (let at = 0; at < flat.length; at += 2) {
    const name = flat[at]!.toLowerCase();
    headers[name] = name in headers ? `${headers[name]}, ${flat[at + 1]}` : flat[at + 1]!;
  }
  headers.host ??= hostField(content.origin);
  headers.connection = 'Upgrade';
  headers.upgrade = 'websocket';
  const { httpVersion, httpVersionMajor, socket } = request;
  return {
    method: 'GET',
    url: content.target,
    headers,
    httpVersion,
    httpVersionMajor,
    socket,
  } as IncomingMessage;
}

/** Writes a response of the gateway's own on the bare connection, which ends with it. */
function refuse(socket: Socket, status: number): UpgradeResult {
  // As mod_proxy names its failures.
  const phrase = status === 500 || status === 502 ? 'Proxy Error' : STATUS_CODES[status];
  const body = `<!DOCTYPE html>\n<html><head><title>${status} ${phrase}</title></head><body><h1>${phrase}</h1></body></html>\n`;
  const head = `Content-Type: text/html; charset=iso-8859-1\r\nContent-Length: ${body.length}\r\nConnection: close`;
  if (socket.writable) socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${head}\r\n\r\n${body}`, 'latin1');
  socket.destroySoon();
  return { kind: 'refused', status };
}

function statusOf({ code }: NodeJS.ErrnoException): number {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code?.startsWith('UPSTREAM_TLS')) return 500;
  return code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT'
    ? 503
    : 502;
}

/** Breaks the attempt off when no answer to it came in time, or when the client left meanwhile. */
function limitAttempt(attempt: ClientRequest, socket: Socket, seconds: number): void {
  let timer: NodeJS.Timeout | undefined;
  // Connections by TLS are handed over after their handshake, which has a bound of its own.
  attempt.once('socket', () => {
    const late = () => attempt.destroy(new Error('The upstream did not answer in time'));
    timer = setTimeout(late, seconds * 1000);
  });
  // Connections of an HTTP server may be half open, but nobody asks for a WebSocket and stops talking.
  const left = () => socket.destroy();
  const drop = () => attempt.destroy();
  const settle = () => {
    clearTimeout(timer);
    socket.off('end', left);
    socket.off('close', drop);
  };
  socket.once('end', left);
  socket.once('close', drop);
  attempt.once('close', settle);
  attempt.once('upgrade', settle);
  attempt.once('response', (incoming) => {
    clearTimeout(timer);
    // http-proxy-3 waits for the end of a response, which one that breaks off does not have.
    incoming.once('close', () => socket.destroySoon());
    incoming.on('error', () => {});
  });
}

/** Ends a tunnel through which nothing came for the time given, as ap_proxy_tunnel_run does. */
function limitIdling(client: Socket, upstream: Socket, seconds: number): void {
  const end = () => {
    client.destroy();
    upstream.destroy();
  };
  // Either side being quiet is usual, so each byte counts for both.
  const timer = setTimeout(end, seconds * 1000);
  const progress = () => {
    timer.refresh();
  };
  client.on('data', progress);
  upstream.on('data', progress);
  const stop = () => {
    clearTimeout(timer);
    client.off('data', progress);
    upstream.off('data', progress);
    // http-proxy-3 only ends the other side, which then stays half open as long as its peer likes.
    client.destroySoon();
    upstream.destroySoon();
  };
  client.once('close', stop);
  upstream.once('close', stop);
}

/**
 * Connects a client that asks for a WebSocket (the `upgrade` event of node:http) with an upstream, through
 * http-proxy-3. The upstream sees `content.fields` and none of the client's others. What fails before the upstream
 * answered is told the client as mod_proxy would (503 no connection, 500 no such name, 502 the rest, 501 another
 * protocol or method, 403 a target with blanks or control characters); the upstream's own refusal is passed on. Resolves when the client's connection is closed, and
 * leaves no connection open then.
 */
export function upgrade(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  content: ProxyContent,
  log: HandlerExchange['log'],
): Promise<UpgradeResult> {
  socket.on('error', () => socket.destroy());
  const webSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
  if (socket.destroyed) return Promise.resolve({ kind: 'aborted' });
  if (request.method !== 'GET' || !webSocket) return Promise.resolve(refuse(socket, 501));
  // http-proxy-3 is given the target as it is, and node:http does not look at it again.
  if (/[^\x21-\xff]/.test(content.target)) return Promise.resolve(refuse(socket, 403));
  const timeout = content.timeout || defaultTimeout;
  let result: UpgradeResult = { kind: 'aborted' };
  const proxy = httpProxy.createProxyServer({
    target: plainOrigin(content.origin),
    ...(content.secure && { agent: secureAgent(content.secure, content, socket) }),
  });
  // Errors of the client's connection come here, and are thrown by http-proxy-3 if nobody listens.
  proxy.on('error', () => {});
  proxy.on('proxyReqWs', (attempt) => {
    attempt.path = content.target;
    limitAttempt(attempt, socket, timeout);
    attempt.once('response', ({ statusCode }) => {
      result = { kind: 'refused', status: statusCode! };
    });
  });
  proxy.on('open', (upstream) => {
    result = { kind: 'tunnelled' };
    limitIdling(socket, upstream, timeout);
  });
  return new Promise((resolve) => {
    socket.once('close', () => resolve(result));
    const failed = (error: NodeJS.ErrnoException, status: number) => {
      if (result.kind !== 'aborted' || socket.destroyed) return;
      log('error', `Upgrade through ${content.origin} failed: ${error.message}`);
      result = refuse(socket, status);
    };
    try {
      proxy.ws(outgoingRequest(request, content), socket, head, {}, (error) =>
        failed(error, statusOf(error)),
      );
    } catch (error) {
      // A field that node:http refuses to send.
      failed(error as Error, 500);
    }
  });
}
