import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
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

/** Starts a helper from its compiled file. The environment says where the realm is, and never holds a secret. */
export function startHelper<Answer>(file: string, environment: NodeJS.ProcessEnv): Helper<Answer> {
  const child = spawn(process.execPath, [file, String(process.pid)], {
    env: helperEnvironment(environment),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const conversation = converse<Answer>(child);
  hold(child, false);
  return {
    pid: child.pid,
    ask: (request) => conversation.ask(request),
    kill: () => void child.kill('SIGKILL'),
    gone: conversation.gone,
  };
}

/** No ticket or client keytab of the server's own may ever stand in for the password; debugging options are not for helpers. */
function helperEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...rest } = environment;
  return { ...rest, KRB5CCNAME: 'MEMORY:none', KRB5_CLIENT_KTNAME: 'MEMORY:none' };
}

function converse<Answer>(child: ChildProcess): Pick<Helper<Answer>, 'ask' | 'gone'> {
  type Settle = (outcome: Answer | undefined) => void;
  let received = Buffer.alloc(0);
  let waiting: Settle | undefined;
  let ended = false;
  const settle: Settle = (outcome) => {
    const resolve = waiting;
    waiting = undefined;
    received = Buffer.alloc(0);
    if (!ended) hold(child, false);
    resolve?.(outcome);
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const outcome = decodeAnswer<Answer>(received);
    if (outcome) settle(outcome);
  });
  child.stdin?.on('error', () => {});
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      ended = true;
      settle(undefined);
      resolve();
    };
    child.once('error', end);
    child.once('exit', end);
  });
  const ask = (request: Buffer): Promise<Answer | undefined> =>
    new Promise((resolve) => {
      if (ended) return resolve(undefined);
      waiting = resolve;
      hold(child, true);
      child.stdin?.write(request, () => wipe(request));
    });
  return { ask, gone };
}

/** Lets a child and its pipes hold this process open, or not. */
function hold(child: ChildProcess, held: boolean): void {
  const pipes = [child.stdin, child.stdout].filter((pipe) => pipe instanceof Socket);
  for (const part of [child, ...pipes]) held ? part.ref() : part.unref();
}
