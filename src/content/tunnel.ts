import type { Socket } from 'node:net';
import type { HandlerResult } from './handler.js';
import type { OtherServers } from './other-servers.js';

/** Where a tunnel leads. Seconds. */
export interface TunnelContent {
  readonly host: string;
  readonly port: number;
  readonly servers: OtherServers;
  readonly connectTimeout: number;
  /** Without a byte in either direction. */
  readonly timeout: number;
}

/** What came of the connection to the other server. */
export type Opened =
  | { readonly kind: 'open'; readonly server: Socket }
  | { readonly kind: 'error'; readonly status: number; readonly message: string }
  /** The client left before it was there. */
  | { readonly kind: 'aborted' };

/** A tunnel is there, and `ended` comes when it is over, or another answer is to be given. */
export type Tunnelled = { readonly kind: 'tunnelled'; readonly ended: Promise<void> } | HandlerResult;

/** Connects with the server at the other end; before that the client is told nothing. */
export async function openTunnel(content: TunnelContent, client: Socket): Promise<Opened> {
  const { host, port, servers, connectTimeout } = content;
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  client.once('close', leave);
  try {
    const server = await servers.connect(host, port, connectTimeout * 1000, leaving.signal);
    return { kind: 'open', server };
  } catch (error) {
    if (leaving.signal.aborted) return { kind: 'aborted' };
    return failure(error as NodeJS.ErrnoException, content);
  } finally {
    client.off('close', leave);
  }
}

/** As mod_proxy_connect tells them. */
function failure(error: NodeJS.ErrnoException, { host, port }: TunnelContent): Opened {
  if (error.code === 'PROXY_BLOCKED')
    return {
      kind: 'error',
      status: 403,
      message: `connect to remote machine ${host} blocked: ${error.message}`,
    };
  if (error.code === 'ENOTFOUND' || error.code?.startsWith('EAI_'))
    return { kind: 'error', status: 502, message: `failed to resolve hostname '${host}'` };
  return {
    kind: 'error',
    status: 503,
    message: `CONNECT: attempt to connect to ${host}:${port} failed: ${error.message}`,
  };
}

/**
 * Passes bytes on in both directions until both have ended, or nothing came for too long. `head` came right behind the request.
 * Resolves when both connections are closed.
 */
export async function runTunnel(
  client: Socket,
  head: Buffer,
  server: Socket,
  { timeout }: Pick<TunnelContent, 'timeout'>,
): Promise<void> {
  const end = (): void => {
    client.destroy();
    server.destroy();
  };
  const timer = setTimeout(end, timeout * 1000);
  const progress = (): void => {
    timer.refresh();
  };
  if (head.length > 0) server.write(head);
  const closed = Promise.all([client, server].map((socket) => whenClosed(socket)));
  join(client, server, progress, end);
  join(server, client, progress, end);
  await closed;
  clearTimeout(timer);
}

function whenClosed(socket: Socket): Promise<void> {
  return socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once('close', () => resolve()));
}

/** One direction. An end is passed on; a connection that breaks takes the other with it. */
function join(from: Socket, to: Socket, progress: () => void, end: () => void): void {
  from.on('error', end);
  from.on('data', progress);
  to.on('drain', progress);
  from.once('close', () => {
    // What is on its way still arrives.
    if (from.errored || !from.readableEnded) end();
    else if (!to.writableEnded) to.end();
  });
  if (from.destroyed) end();
  else from.pipe(to);
}
