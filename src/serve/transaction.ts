import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Recorder } from '../evaluate/exchange.js';
import { type Exchange, startExchange } from '../evaluate/exchange.js';
import type { RequestFacts } from '../evaluate/facts.js';
import { splitTarget } from '../evaluate/path.js';
import type { Program } from '../evaluate/program.js';
import type { Logged } from './access-items.js';
import type { AccessLogs } from './access-log.js';
import { type Connection, connectionOf } from './connection.js';
import { CountingResponse } from './counting-response.js';
import type { ErrorLog } from './error-log.js';
import { now } from './log-time.js';

/** What a transaction needs of the server. */
export interface TransactionServer {
  readonly program: Program;
  readonly accessLogs: AccessLogs;
  readonly log: ErrorLog;
}

/** A request on its way to the access logs; it is written when its answer is over. */
export class Transaction {
  readonly #server: TransactionServer;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #facts: RequestFacts;
  readonly #connection: Connection;
  readonly #began = now();
  /** The exchange that the answer was made for. */
  #sender: Exchange | undefined;
  #status: number | undefined;
  /** Whether it was CONNECT, whose answer has no end of its own. */
  #isTunnel = false;
  #fields: readonly string[] = [];

  constructor(
    server: TransactionServer,
    request: IncomingMessage,
    response: ServerResponse,
    facts: RequestFacts,
  ) {
    this.#server = server;
    this.#request = request;
    this.#response = response;
    this.#facts = facts;
    this.#connection = connectionOf(request.socket, server.log);
    // A connection that ends may stay half open for long after its last answer.
    response.once('finish', this.#over);
    response.once('close', this.#over);
  }

  /** What was decided on it, or where it was led. */
  set exchange(exchange: Exchange) {
    this.#sender = exchange;
  }

  /** The head that was sent; names and values in turn. */
  head(status: number, fields: readonly string[]): void {
    this.#status = status;
    this.#fields = fields;
  }

  /** The connection has become a tunnel: what there is to log is known when it ends. */
  tunnelled(socket: Socket, status: Promise<number>): void {
    this.#unhook();
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    void Promise.all([status, ended]).then(([known]) => {
      this.#status = known;
      this.#isTunnel = known === 200;
      this.#over();
    });
  }

  #unhook(): void {
    this.#response.off('finish', this.#over);
    this.#response.off('close', this.#over);
  }

  readonly #over = (): void => {
    this.#unhook();
    const { socket } = this.#request;
    const response = this.#response;
    const goesOn = response.shouldKeepAlive && response.writableFinished;
    const original = firstOf(this.#sender) ?? this.#undecided();
    const last = lastOf(original);
    const sender = this.#sender ?? original;
    const bytes = response instanceof CountingResponse ? response.bodyBytes : 0;
    const moved = this.#connection.moved(socket.bytesRead, socket.bytesWritten);
    if (goesOn) this.#connection.kept++;
    const { method, target, version } = this.#facts;
    this.#server.accessLogs.write({
      original,
      last,
      line: `${method} ${masked(target)} HTTP/${version}`,
      began: this.#began,
      ended: now(),
      statusOf: (exchange) => (exchange === sender ? (this.#status ?? exchange.status) : exchange.status),
      bytesOf: (exchange) => (exchange === sender ? bytes : 0),
      sent: (exchange, name) => (exchange === sender ? sentField(this.#fields, name, response) : undefined),
      trailer: (name) => trailerOf(this.#request.rawTrailers, name),
      connection: this.#isTunnel || response.writableFinished ? (goesOn ? '+' : '-') : 'X',
      requestsBefore: Math.max(0, this.#connection.kept - 1),
      ...moved,
    } satisfies Logged);
  };

  /** The request as it was read, where it was refused before anything was decided. */
  #undecided(): Exchange {
    return unevaluated(this.#server.program, this.#facts, this.#connection.recorder);
  }
}

function unevaluated(program: Program, facts: RequestFacts, recorder: Recorder): Exchange {
  const exchange = startExchange(program, facts, recorder);
  const { path, query } = splitTarget(facts.target);
  exchange.uri = path;
  exchange.query = query;
  return exchange;
}

function firstOf(exchange: Exchange | undefined): Exchange | undefined {
  let first = exchange;
  while (first?.previous) first = first.previous;
  return first;
}

function lastOf(exchange: Exchange): Exchange {
  let last = exchange;
  while (last.next) last = last.next;
  return last;
}

/** A password in the target is not written. */
function masked(target: string): string {
  return target.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:)[^/?#@]*@/i, '$1XXXXXXXX@');
}

function maskedLine(line: string): string {
  const [method = '', ...rest] = line.split(' ');
  return [method, ...rest.map(masked)].join(' ');
}

/** Server and Date are no fields of httpd's own at this point, what it says of the connection is. */
function sentField(fields: readonly string[], name: string, response: ServerResponse): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'server' || lower === 'date') return undefined;
  const values: string[] = [];
  for (let at = 0; at < fields.length; at += 2)
    if (fields[at]!.toLowerCase() === lower) values.push(fields[at + 1]!);
  if (lower === 'connection') return values[0] ?? connectionField(response);
  if (values.length === 0)
    return lower === 'transfer-encoding' && response.chunkedEncoding ? 'chunked' : undefined;
  if (lower === 'content-type') return values[0]!.split(';', 1)[0]!.trimEnd();
  return lower === 'set-cookie' ? values.join(', ') : values[0];
}

/** To HTTP/1.1 only the end of a connection is told. */
function connectionField({ shouldKeepAlive, req }: ServerResponse): string | undefined {
  if (!shouldKeepAlive) return 'close';
  return req.httpVersion === '1.0' ? 'Keep-Alive' : undefined;
}

function trailerOf(raw: readonly string[], name: string): string | undefined {
  const at = raw.findIndex((each, index) => index % 2 === 0 && each.toLowerCase() === name.toLowerCase());
  return at === -1 ? undefined : raw[at + 1];
}

/** A request that could not be read, and the answer it got. */
export interface Unread {
  /** Its first line as far as it came. */
  readonly line: string | undefined;
  readonly status: number;
  readonly bytes: number;
}

/** What the answer to such a request tells. */
const unreadFields = (bytes: number): Readonly<Record<string, string>> => ({
  'content-type': 'text/html',
  'content-length': String(bytes),
  connection: 'close',
});

/** Writes the line of a request that could not be read. */
export function logUnread(server: TransactionServer, socket: Socket, { line, status, bytes }: Unread): void {
  const { facts: connection, recorder, ...counts } = connectionOf(socket, server.log);
  const [method = '-', target = '/'] = (line ?? '').split(' ');
  const time = now();
  const facts: RequestFacts = {
    method: method === '' ? '-' : method,
    target,
    version: /HTTP\/(1\.[01])$/.exec(line ?? '')?.[1] ?? '1.0',
    fields: [],
    connection,
    time: Math.floor(time / 1000),
  };
  const exchange = unevaluated(server.program, facts, recorder);
  server.accessLogs.write({
    original: exchange,
    last: exchange,
    line: line === undefined ? '-' : maskedLine(line),
    began: time,
    ended: time,
    statusOf: () => status,
    bytesOf: () => bytes,
    sent: (_, name) => unreadFields(bytes)[name.toLowerCase()],
    trailer: () => undefined,
    connection: '-',
    requestsBefore: Math.max(0, counts.kept - 1),
    bytesIn: socket.bytesRead,
    bytesOut: socket.bytesWritten,
  });
}
