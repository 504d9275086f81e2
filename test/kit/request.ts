import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { type Answer, AnswerReader } from './answer.js';

/** How long an answer may take: only a hang takes this long. */
const patientSeconds = 30;

/** A request in its parts; the target is sent as it stands, so any spelling can be tried. */
export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

/** The bytes of a request. Host and Content-Length are added unless the request brings its own. */
export function requestBytes(request: HttpRequest): Buffer {
  const has = (name: string): boolean => request.headers.some(([key]) => key.toLowerCase() === name);
  const lines = [`${request.method} ${request.target} HTTP/1.1`];
  if (!has('host')) lines.push('Host: localhost');
  for (const [name, value] of request.headers) lines.push(`${name}: ${value}`);
  if (request.body !== undefined && !has('content-length') && !has('transfer-encoding')) {
    lines.push(`Content-Length: ${Buffer.byteLength(request.body, 'latin1')}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${request.body ?? ''}`, 'latin1');
}

/** A connection to a server on loopback that can carry several requests, also broken ones. */
export class Connection {
  readonly #socket: Duplex;
  readonly #reader = new AnswerReader();

  /** What goes wrong in TLS is told by each library in its own way: the connection has ended is all that counts. */
  private constructor(socket: Duplex, tls: boolean) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#reader.push(chunk));
    socket.on('end', () => this.#reader.end('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#reader.end(tls ? 'closed' : (error.code ?? error.message)),
    );
  }

  /** Connects on loopback or throws; with `tls` a handshake that fails is a connection that has ended. */
  static open(port: number, host = '127.0.0.1', tls?: ConnectionOptions): Promise<Connection> {
    if (tls) return Connection.#openTls(port, host, tls);
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host, allowHalfOpen: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket, false));
      });
    });
  }

  /** Over a stream that somebody else has opened. */
  static over(stream: Duplex): Connection {
    return new Connection(stream, true);
  }

  static #openTls(port: number, host: string, options: ConnectionOptions): Promise<Connection> {
    return new Promise((resolve) => {
      const socket = connectTls({ rejectUnauthorized: false, ...options, port, host });
      const connection = new Connection(socket, true);
      const done = (): void => resolve(connection);
      socket.once('secureConnect', done).once('error', done).once('close', done);
    });
  }

  /** True when the server has closed its side, so that no further request can be sent. */
  get ended(): boolean {
    return this.#reader.ended;
  }

  /** Sends bytes as they are. */
  write(bytes: Buffer | string): void {
    this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Stops and resumes reading, to play a client that does not take its answer. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Ends our side without reading on. */
  finish(): void {
    this.#socket.end();
  }

  /** The next answer on this connection; HEAD tells that none has a body. */
  answer(method: string, seconds = patientSeconds): Promise<Answer> {
    return this.#reader.next(method, seconds);
  }

  /** Sends a request and waits for its answer. */
  send(request: HttpRequest, seconds = patientSeconds): Promise<Answer> {
    this.write(requestBytes(request));
    return this.answer(request.method, seconds);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** One request on a connection of its own. */
export async function sendOnce(
  port: number,
  request: HttpRequest,
  seconds = patientSeconds,
): Promise<Answer> {
  const connection = await Connection.open(port);
  try {
    return await connection.send(request, seconds);
  } finally {
    connection.close();
  }
}
