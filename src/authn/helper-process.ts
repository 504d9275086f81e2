import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { decodeAnswer } from '../gssapi/helper-protocol.js';
import { wipe } from '../gssapi/memory.js';

/** A running helper. It holds this process open only while it has a check to do. */
export interface Helper<Answer> {
  readonly pid: number | undefined;
  /** Sends one encoded request and overwrites it; undefined when the helper is gone without an answer. One at a time. */
  ask(request: Buffer): Promise<Answer | undefined>;
  /** Ends it at once, whatever it does. */
  kill(): void;
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
}

/** Which program a helper runs: the one that does tasks, or the one that accepts logins of several tokens. */
export type HelperKind = 'task' | 'login';

/** Starts a helper of a kind. */
export type StartHelper = <Answer>(kind: HelperKind) => Helper<Answer>;

/** The compiled file of a helper. */
export function helperFileOf(kind: HelperKind): string {
  const file = kind === 'task' ? '../gssapi/helper.js' : '../gssapi/login-helper.js';
  return fileURLToPath(new URL(file, import.meta.url));
}

/** Starts a helper from its compiled file, with our own rights. The environment says where the realm is, and never holds a secret. */
export function startHelper<Answer>(file: string, environment: NodeJS.ProcessEnv): Helper<Answer> {
  const child = spawned([file, String(process.pid)], environment, ['pipe', 'pipe', 'inherit']);
  if (!child?.stdin || !child.stdout)
    return { pid: undefined, ask: async () => undefined, kill: () => {}, gone: Promise.resolve() };
  const conversation = converse<Answer>({
    requests: child.stdin,
    answers: child.stdout,
    hold: (held) => hold(child, held),
    onEnd: (end) => child.once('error', end).once('exit', end),
  });
  return {
    pid: child.pid,
    ask: (request) => conversation.ask(request),
    kill: () => child.kill('SIGKILL'),
    gone: conversation.gone,
  };
}

/** Runs a helper's file. Where memory is short there is no process, and where processes or descriptors are, one without pid or pipes. */
export function spawned(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  stdio: StdioOptions,
): ChildProcess | undefined {
  try {
    const child = spawn(process.execPath, [...words], { env: helperEnvironment(environment), stdio });
    return child.on('error', () => {});
  } catch {
    return undefined;
  }
}

/** No ticket or client keytab of the server's own may ever stand in for the password; debugging options are not for helpers. */
function helperEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = environment;
  return { ...rest, KRB5CCNAME: 'MEMORY:none', KRB5_CLIENT_KTNAME: 'MEMORY:none' };
}

/** The way to a helper and back. */
export interface HelperLine {
  readonly requests: Writable;
  readonly answers: Readable;
  /** Lets it hold this process open, or not. */
  hold(held: boolean): void;
  /** Has something called once the helper has ended. */
  onEnd(end: () => void): void;
}

/** Talks with a helper that has been started: a request, its answer, the next request. */
export function converse<Answer>(line: HelperLine): Pick<Helper<Answer>, 'ask' | 'gone'> {
  type Settle = (outcome: Answer | undefined) => void;
  let received = Buffer.alloc(0);
  let waiting: Settle | undefined;
  let ended = false;
  const settle: Settle = (outcome) => {
    const resolve = waiting;
    waiting = undefined;
    received = Buffer.alloc(0);
    if (!ended) line.hold(false);
    resolve?.(outcome);
  };
  line.answers.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const outcome = decodeAnswer<Answer>(received);
    if (outcome) settle(outcome);
  });
  line.requests.on('error', () => {});
  const gone = new Promise<void>((resolve) => {
    line.onEnd(() => {
      ended = true;
      settle(undefined);
      resolve();
    });
  });
  const ask = (request: Buffer): Promise<Answer | undefined> =>
    new Promise((resolve) => {
      if (ended) return resolve(undefined);
      waiting = resolve;
      line.hold(true);
      line.requests.write(request, () => wipe(request));
    });
  line.hold(false);
  return { ask, gone };
}

/** Lets a child and its pipes hold this process open, or not. */
function hold(child: ChildProcess, held: boolean): void {
  const pipes = [child.stdin, child.stdout].filter((pipe) => pipe instanceof Socket);
  for (const part of [child, ...pipes]) held ? part.ref() : part.unref();
}
