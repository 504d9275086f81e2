// Helpers of a server that was started as root. Whoever serves has given up root's rights and may not be able to read kerbgate's
// files or Node itself, which can lie where only root may enter; helpers are started, and started again, all the same:
//
//   1. A starter keeps root's rights: the process that keeps the workers, or one of its own beside a server of one process. It takes
//      nothing from its server but "start one helper of this kind" and "end that helper", and no more than `mostHelpers` at a time.
//   2. The starter runs the helper's own file as root. The helper loads all its code and gives up the rights (src/gssapi/helper-parent.ts)
//      before it reads anything; where that fails it ends.
//   3. The starter hands its end of the helper's standard input, which is a socket, on to the server and keeps none: requests and
//      answers, and the secrets in them, never pass it, and it never reads there.
//   4. Helpers end with their starter (the kernel sees to it), with the end of their server (the starter sees to it), and when they
//      are told to.
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Identity } from '../source/privileges.js';
import {
  converse,
  type Helper,
  type HelperKind,
  helperFileOf,
  type StartHelper,
  spawned,
} from './helper-process.js';

/** What a server asks of its starter; it numbers its helpers itself. */
export type StarterOrder =
  | { readonly kind: 'start-helper'; readonly helper: HelperKind; readonly number: number }
  | { readonly kind: 'end-helper'; readonly number: number };

/** Whether a message is an order: it comes from whoever reads requests, and is not believed to have any form. */
export function isStarterOrder(message: unknown): message is StarterOrder {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, helper, number } = message as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(number)) return false;
  return kind === 'end-helper' || (kind === 'start-helper' && (helper === 'task' || helper === 'login'));
}

/** What comes back for a start, with the socket beside it; without `pid` nothing was started. */
export interface HelperStarted {
  readonly kind: 'helper-started';
  readonly number: number;
  readonly pid?: number;
}

/** More than the helpers of all kinds that one server keeps. */
const mostHelpers = 16;

/** The helpers of one server, as its starter has them. */
export class HelperStarts {
  readonly #identity: Identity;
  readonly #answer: (answer: HelperStarted, socket?: Socket) => void;
  readonly #running = new Map<number, ChildProcess>();
  #closed = false;

  constructor(identity: Identity, answer: (answer: HelperStarted, socket?: Socket) => void) {
    this.#identity = identity;
    this.#answer = answer;
  }

  /** Does what the server has asked for. */
  follow(order: StarterOrder): void {
    if (order.kind === 'end-helper') this.#running.get(order.number)?.kill('SIGKILL');
    else this.#start(order.helper, order.number);
  }

  /** The server is gone: ends its helpers, and starts no other. */
  close(): void {
    this.#closed = true;
    for (const child of this.#running.values()) child.kill('SIGKILL');
  }

  #start(kind: HelperKind, number: number): void {
    const refused = this.#closed || this.#running.size >= mostHelpers || this.#running.has(number);
    const child = refused ? undefined : spawnAsRoot(kind, this.#identity);
    const pid = child?.pid;
    if (pid === undefined) this.#answer({ kind: 'helper-started', number });
    else {
      this.#running.set(number, child!);
      child!.once('exit', () => this.#running.delete(number));
      this.#answer({ kind: 'helper-started', number, pid }, child!.stdin as Socket);
    }
  }
}

function spawnAsRoot(kind: HelperKind, identity: Identity): ChildProcess | undefined {
  const words = [helperFileOf(kind), String(process.pid), JSON.stringify(identity)];
  const child = spawned(words, process.env, ['pipe', 'ignore', 'inherit']);
  child?.unref();
  return child;
}

/** The way to a starter: of a worker to the process that keeps it, or to a child. */
export interface StarterChannel {
  readonly connected: boolean;
  send(order: StarterOrder): unknown;
  on(event: 'message', hear: (message: object, socket?: Socket) => void): unknown;
  once(event: 'disconnect', end: () => void): unknown;
}

/** Has helpers started at the other end of a channel. */
export function startsOver(channel: StarterChannel): StartHelper {
  type Arrive = (socket: Socket | undefined, pid: number | undefined) => void;
  const coming = new Map<number, Arrive>();
  let last = 0;
  channel.on('message', (message, socket) => {
    if (!isStarted(message)) return;
    coming.get(message.number)?.(socket, message.pid);
    coming.delete(message.number);
  });
  channel.once('disconnect', () => {
    for (const arrive of coming.values()) arrive(undefined, undefined);
    coming.clear();
  });
  return (kind) => {
    const number = ++last;
    return expect(
      new Promise((resolve) => {
        if (!channel.connected) return resolve(undefined);
        coming.set(number, (socket, pid) => resolve(socket && { socket, pid }));
        channel.send({ kind: 'start-helper', helper: kind, number });
      }),
      () => channel.connected && channel.send({ kind: 'end-helper', number }),
    );
  };
}

const isStarted = (message: object): message is HelperStarted =>
  'kind' in message && message.kind === 'helper-started';

/** A helper that is on its way; without a socket it has ended. */
function expect<Answer>(
  arrival: Promise<{ readonly socket: Socket; readonly pid: number | undefined } | undefined>,
  kill: () => void,
): Helper<Answer> {
  let pid: number | undefined;
  const talk = arrival.then((arrived) => {
    if (!arrived) return undefined;
    const { socket } = arrived;
    pid = arrived.pid;
    return converse<Answer>({
      requests: socket,
      answers: socket,
      hold: (held) => void (held ? socket.ref() : socket.unref()),
      onEnd: (end) => socket.once('close', end),
    });
  });
  return {
    get pid() {
      return pid;
    },
    ask: async (request) => (await talk)?.ask(request),
    kill,
    gone: talk.then((conversation) => conversation?.gone),
  };
}
