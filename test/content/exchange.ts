import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { Fields, HandlerExchange, HandlerResult } from '../../src/content/handler.js';

/** What the server under test did with one request. */
export interface Served {
  readonly result: HandlerResult;
  readonly log: readonly string[];
}

export interface TestServer {
  readonly port: number;
  /** Outcomes in the order the handlers ended. */
  readonly served: Served[];
  /** How many requests have come. */
  asked(): number;
  /** Resolves with the next outcome not yet taken by this function. */
  next(): Promise<Served>;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly conditional?: boolean;
  readonly takesBody?: boolean;
  /** Stands for the server's status override on error pages. */
  readonly status?: number;
  readonly method?: string;
}

type Serve = (exchange: HandlerExchange, request: IncomingMessage) => HandlerResult | Promise<HandlerResult>;

function exchangeOf(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  log: string[],
) {
  const head = (status: number, reason: string | undefined, fields: Fields) => {
    const flat = fields.flat();
    if (reason === undefined) response.writeHead(options.status ?? status, flat);
    else response.writeHead(options.status ?? status, reason, flat);
  };
  return {
    request,
    response,
    method: options.method ?? request.method!,
    conditional: options.conditional ?? true,
    takesBody: options.takesBody ?? true,
    head,
    continueBody: () => {
      if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
    },
    log: (level: string, message: string) => void log.push(`${level}: ${message}`),
  };
}

function finish(response: ServerResponse, result: HandlerResult): void {
  if (result.kind === 'error')
    response.writeHead(result.status, result.fields?.flat() ?? []).end(`error ${result.status}`);
  if (result.kind === 'redirect')
    response.writeHead(200, ['X-Redirect', result.path, ...(result.fields?.flat() ?? [])]).end();
}

/** A server on loopback that hands every request to one handler, and does with its result what the real one does. */
export async function startServer(serve: Serve, options: ServerOptions = {}): Promise<TestServer> {
  const served: Served[] = [];
  const waiting: ((served: Served) => void)[] = [];
  let [asked, taken] = [0, 0];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    asked += 1;
    const log: string[] = [];
    const result = await serve(exchangeOf(request, response, options, log), request);
    finish(response, result);
    const outcome = { result, log };
    served.push(outcome);
    if (waiting.length > 0) {
      taken += 1;
      waiting.shift()!(outcome);
    }
  };
  const server = http.createServer(answer);
  server.on('checkContinue', answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    served,
    asked: () => asked,
    next: () => {
      const ready = served[taken];
      if (!ready) return new Promise((resolve) => waiting.push(resolve));
      taken += 1;
      return Promise.resolve(ready);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly reason: string;
  /** By lower-case name; several values of one name joined with " | ". */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether the connection broke before the response was complete. */
  readonly broken: boolean;
}

function fieldsOf(raw: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    fields[name] = name in fields ? `${fields[name]} | ${raw[at + 1]}` : raw[at + 1]!;
  }
  return fields;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly body?: Buffer | string | AsyncIterable<Buffer>;
}

async function send(outgoing: http.ClientRequest, body: Asked['body']): Promise<void> {
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) {
    outgoing.end(body);
    return;
  }
  for await (const piece of body) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')]);
  }
  outgoing.end();
}

/** One request on its own connection; headers as name, value, name, value. Rejects when no head came. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = [], body }: Asked = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: false,
      headers: ['Host', `127.0.0.1:${port}`, ...headers],
    };
    const outgoing = http.request(options as unknown as http.RequestOptions, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('error', () => {});
      incoming.on('close', () =>
        resolve({
          status: incoming.statusCode!,
          reason: incoming.statusMessage!,
          fields: fieldsOf(incoming.rawHeaders),
          body: Buffer.concat(pieces),
          broken: !incoming.complete,
        }),
      );
    });
    outgoing.on('error', reject);
    void send(outgoing, body);
  });
}

/** A bare connection that has written `text` and collects what comes; for clients that misbehave. */
export async function connect(port: number, text: string): Promise<Socket> {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.write(text, 'latin1');
  return socket;
}

/** Everything a connection sends until it ends, as latin1. */
export async function readAll(socket: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  await once(socket, 'close');
  return Buffer.concat(pieces).toString('latin1');
}

/** Waits until `holds`, asking again after every turn of the event loop; the test's own timeout is the limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
