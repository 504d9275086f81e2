import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

interface Turn {
  readonly response: ServerResponse;
  readonly start: () => void;
}

/** What is answered on a connection, and what waits for that. */
interface Line {
  /** Over when it is closed: node:http keeps the connection for it until then, also after its last byte. */
  current: ServerResponse;
  readonly waiting: Turn[];
}

/**
 * Requests of one connection are answered one after the other, however many a client sends at once. node:http would begin all of them:
 * they would hold files and programs together, and it does not tell the answers behind the first one when the client goes away.
 */
export class Turns {
  readonly #lines = new WeakMap<Socket, Line>();

  /** Starts an answer as soon as those before it are over; never when the connection ends with one of them. */
  take(socket: Socket, response: ServerResponse, start: () => void): void {
    const line = this.#lines.get(socket);
    if (line && isBusy(line)) {
      this.#wait(socket, line, { response, start });
      return;
    }
    if (line) line.current = response;
    else this.#lines.set(socket, { current: response, waiting: [] });
    start();
  }

  /** Whether no answer is under way on a connection. */
  isFree(socket: Socket): boolean {
    const line = this.#lines.get(socket);
    return line === undefined || !isBusy(line);
  }

  /**
   * After bytes that are no request: does something once all answers are over whose requests came whole. An answer to the broken
   * request itself is not waited for.
   */
  afterWhole(socket: Socket, act: () => void): void {
    const line = this.#lines.get(socket);
    if (line?.waiting.at(-1)?.response.req.complete === false) line.waiting.pop();
    const last = line?.waiting.at(-1)?.response ?? line?.current;
    if (last?.req.complete && !last.closed) last.once('close', act);
    else act();
  }

  /** Whether a part of an answer may already be on its way. */
  hasBegun(socket: Socket): boolean {
    const current = this.#lines.get(socket)?.current;
    return current?.headersSent === true && !current.closed;
  }

  /** Nothing more is read meanwhile, so that only what came in one piece can wait. */
  #wait(socket: Socket, line: Line, turn: Turn): void {
    line.waiting.push(turn);
    if (line.waiting.length > 1) return;
    // node:http reads on at the end of each request, also of one that waits.
    process.nextTick(() => {
      if (line.waiting.length > 0) socket.pause();
    });
    line.current.once('close', () => this.#next(socket, line));
  }

  #next(socket: Socket, line: Line): void {
    if (!socket.writable) line.waiting.length = 0;
    const turn = line.waiting.shift();
    if (!turn) return;
    line.current = turn.response;
    if (line.waiting.length === 0) socket.resume();
    else turn.response.once('close', () => this.#next(socket, line));
    turn.start();
  }
}

function isBusy({ current, waiting }: Line): boolean {
  return waiting.length > 0 || !current.closed;
}
