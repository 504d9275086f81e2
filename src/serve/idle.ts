import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Limits on connections on which nothing moves, in milliseconds. */
export interface IdleLimits {
  /** While a request is under way, or none came yet (Timeout). */
  readonly busy: number;
  /** Between requests (KeepAliveTimeout). */
  readonly idle: number;
}

interface Watched {
  /** Bytes in and out when the connection was last looked at. */
  moved: number;
  since: number;
  response: ServerResponse | undefined;
}

const sweepInterval = 1000;

/**
 * Ends connections on which nothing moves. All are looked at once a second, which costs a request nothing; a timer for
 * each connection, renewed with each byte, costs a quarter of the rate.
 */
export class IdleWatch {
  readonly #connections = new Map<Socket, Watched>();
  readonly #limits: IdleLimits;

  constructor(limits: IdleLimits) {
    this.#limits = limits;
  }

  /** Watches all connections of a server until it is closed. */
  attach(server: Server): void {
    server.on('connection', (socket: Socket) => this.#watch(socket));
    const timer = setInterval(() => this.sweep(Date.now()), sweepInterval);
    timer.unref();
    server.once('close', () => clearInterval(timer));
  }

  /** Says which response a connection is busy with. */
  busy(socket: Socket, response: ServerResponse): void {
    const watched = this.#connections.get(socket);
    if (watched) watched.response = response;
  }

  /** Forgets a connection that has become a tunnel, which has limits of its own. */
  leave(socket: Socket): void {
    this.#connections.delete(socket);
  }

  /** Ends what was silent for too long at `now`, milliseconds since 1970. */
  sweep(now: number): void {
    for (const [socket, watched] of this.#connections) {
      const moved = socket.bytesRead + socket.bytesWritten;
      if (moved !== watched.moved) {
        watched.moved = moved;
        watched.since = now;
      } else if (now - watched.since >= this.#limitOf(watched)) socket.destroy();
    }
  }

  /**
   * One whose whole request has been read and whose answer has not begun waits for a program or an upstream, which has
   * limits of its own.
   */
  #limitOf({ response }: Watched): number {
    if (!response) return this.#limits.busy;
    if (response.writableFinished || response.destroyed) return this.#limits.idle;
    return response.req.complete && !response.headersSent ? Number.POSITIVE_INFINITY : this.#limits.busy;
  }

  #watch(socket: Socket): void {
    // HTTP begins anew on a connection behind each CONNECT that was refused.
    if (this.#connections.has(socket)) return;
    this.#connections.set(socket, { moved: 0, since: Date.now(), response: undefined });
    socket.once('close', () => this.#connections.delete(socket));
  }
}
