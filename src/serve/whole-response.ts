import { type IncomingMessage, ServerResponse } from 'node:http';
import { formatHttpDate } from '../content/http-date.js';
import { LeavableRequest } from './leavable-request.js';
import { headText } from './response-head.js';

type Head = readonly [status: number, reason: string, fields: string[]];

/** A head that waits for its body. */
interface Kept {
  readonly head: Head;
  /** As it is sent, without what is said of time and connection. */
  readonly text: string;
  readonly length: number;
  readonly dated: boolean;
}

/**
 * A response that can send a short answer in one write to the socket. node:http builds such an answer as it builds a stream of any
 * length, which costs more than the decision on it. Only answers of the usual kind are sent so: to HTTP/1.1, with their length, on a
 * connection that stays open; all others, and whatever is written piece by piece, go the way of node:http, with the same bytes.
 */
export class WholeResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  /** Whether another request may follow on the connection; said by the server. */
  staysOpen = false;
  #kept: Kept | undefined;
  #sent: 'no' | 'under way' | 'finished' = 'no';

  /** Ends the answer with the whole of its body, a byte string; false when it has to go the usual way. */
  endWhole(body: string): boolean {
    const { socket } = this;
    const kept = this.#kept;
    if (!kept || kept.length !== body.length || !socket?.writable || !this.shouldKeepAlive) return false;
    this.#kept = undefined;
    this.#sent = 'under way';
    if (this.req instanceof LeavableRequest) this.req.leave();
    const date = kept.dated ? '' : `Date: ${currentDate()}\r\n`;
    socket.write(`${kept.text}${date}Connection: keep-alive\r\n\r\n${body}`, 'latin1', (error) => {
      // A socket that is gone may say nothing of an error.
      if (error || socket.destroyed) return;
      this.#sent = 'finished';
      this.emit('finish');
    });
    return true;
  }

  /** Keeps a head back that may go in one piece with its body. */
  override writeHead(...words: unknown[]): this {
    const [status, reason, fields] = words;
    if (this.#sent !== 'no' || this.#kept) throw new Error('The head of the answer is there already');
    if (this.#mayBeWhole() && typeof reason === 'string' && Array.isArray(fields)) {
      const head: Head = [Number(status), reason, fields];
      const found = headText(...head);
      if (found) {
        this.#kept = { head, ...found };
        this.statusCode = head[0];
        return this;
      }
    }
    return Reflect.apply(super.writeHead, this, words);
  }

  override write(...words: unknown[]): boolean {
    this.#release();
    return Reflect.apply(super.write, this, words);
  }

  override end(...words: unknown[]): this {
    if (this.#sent !== 'no') return this;
    this.#release();
    return Reflect.apply(super.end, this, words);
  }

  override flushHeaders(): void {
    this.#release();
    super.flushHeaders();
  }

  #mayBeWhole(): boolean {
    const { req } = this;
    return (
      this.staysOpen &&
      this.shouldKeepAlive &&
      req.httpVersion === '1.1' &&
      req.method !== 'HEAD' &&
      req.headers.expect === undefined
    );
  }

  /** Lets node:http have a head that was kept back. */
  #release(): void {
    if (this.#sent !== 'no') throw new Error('The answer has been sent as a whole');
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept) super.writeHead(...kept.head);
  }

  static {
    // In node:http these are accessors, though declared as properties.
    extend(
      WholeResponse.prototype,
      'headersSent',
      (response) => response.#kept !== undefined || response.#sent !== 'no',
    );
    extend(WholeResponse.prototype, 'writableEnded', (response) => response.#sent !== 'no');
    extend(WholeResponse.prototype, 'writableFinished', (response) => response.#sent === 'finished');
  }
}

/** Adds a case in which a property of node:http's responses is true. */
function extend(
  prototype: WholeResponse,
  name: 'headersSent' | 'writableEnded' | 'writableFinished',
  also: (response: WholeResponse) => boolean,
): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: WholeResponse): boolean {
      return also(this) || Reflect.get(ServerResponse.prototype, name, this);
    },
  });
}

let known = { second: Number.NaN, text: '' };

/** The same text for a whole second. */
function currentDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== known.second) known = { second, text: formatHttpDate(second) };
  return known.text;
}
