import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { patience, until } from './wait.js';

/** A program running beside the tests. */
export interface Running {
  readonly pid: number;
  /** Everything it wrote so far to standard output and standard error. */
  output(): string;
  /** How it ended, or undefined while it runs. */
  ended(): string | undefined;
  /** Ends it by its pid: asks first, forces after a while. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a program that dies with this process, even when this process is killed. */
export function startProcess(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const [program, words] = boundToParent(command, args);
  // A group of its own: Apache ends by signalling its whole process group, which would be ours.
  const child = spawn(program, words, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  return watch(child, command);
}

/** setpriv (util-linux) has the kernel send SIGTERM when we die: no test run leaves servers behind. */
function boundToParent(command: string, args: readonly string[]): [string, string[]] {
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv) ? [setpriv, ['--pdeathsig', 'TERM', command, ...args]] : [command, [...args]];
}

function watch(child: ChildProcess, command: string): Running {
  let text = '';
  let ending: string | undefined;
  const collect = (chunk: Buffer): void => {
    text = (text + chunk.toString('latin1')).slice(-200_000);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const gone = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ending = `${command}: ${error.message}`;
      resolve();
    });
    child.once('exit', (code, signal) => {
      ending ??= `${command} ended with ${signal ?? `exit code ${code}`}`;
      resolve();
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => text,
    ended: () => ending,
    stop: async () => {
      if (ending === undefined) child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await gone;
      clearTimeout(force);
    },
  };
}

/** Waits until something accepts connections on the port; throws with the program's output when it ends before. */
export function untilListening(running: Running, port: number): Promise<void> {
  const listens = (): Promise<boolean> => {
    const ending = running.ended();
    if (ending !== undefined) throw new Error(`${ending}\n${running.output()}`);
    return accepts(port);
  };
  return until(`something listens on port ${port}`, listens, () => running.output());
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Runs a program to its end and returns its output; throws with everything it said when it fails. */
export function runProgram(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  input = '',
): string {
  const result = spawnSync(command, args, { env: environment, input, encoding: 'utf8', timeout: patience });
  const said = `${result.stdout ?? ''}${result.stderr ?? ''}`;
  if (result.error || result.status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')}: ${result.error?.message ?? `exit code ${result.status}`}\n${said}`,
    );
  }
  return said;
}
