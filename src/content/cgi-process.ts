import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import type { CgiContent, HandlerExchange } from './handler.js';

/** Milliseconds between asking a script to end and ending it, as mod_cgid waits. */
const graceMs = 3000;

/** Milliseconds between looks at whether it has ended. */
const lookMs = 50;

/** What one request may write to the error log through stderr. */
const stderrLimits = { lines: 100, lineBytes: 8190 };

/** The text whose UTF-8 form is the given bytes, or undefined if they are no UTF-8: node:child_process writes UTF-8. */
function textOfBytes(bytes: string): string | undefined {
  if (!/[\x80-\xff]/.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  const text = buffer.toString('utf8');
  return Buffer.from(text, 'utf8').equals(buffer) ? text : undefined;
}

/** Arguments of spawn, or the name of what cannot be given to a script. */
export type Launch =
  | {
      readonly kind: 'ready';
      readonly path: string;
      readonly words: readonly string[];
      readonly env: NodeJS.ProcessEnv;
    }
  | { readonly kind: 'refused'; readonly name: string };

/**
 * Turns byte strings into what node:child_process can pass on. Bytes that are not UTF-8 it cannot: a variable made
 * from a request header field is then left out with a warning, anything else, which says what is asked for or by
 * whom, refuses the request.
 */
export function prepareLaunch(exchange: HandlerExchange, content: CgiContent): Launch {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, bytes] of Object.entries(content.environment)) {
    const text = textOfBytes(bytes);
    if (text !== undefined && !text.includes('\0')) env[name] = text;
    else if (!name.startsWith('HTTP_')) return { kind: 'refused', name };
    else exchange.log('warn', `${name} is not valid UTF-8 and was not given to the script`);
  }
  const words = content.words.map(textOfBytes);
  const file = textOfBytes(content.path);
  if (file === undefined) return { kind: 'refused', name: 'the path of the script' };
  if (!words.every((word) => word !== undefined && !word.includes('\0')))
    return { kind: 'refused', name: 'an argument' };
  return { kind: 'ready', path: file, words: words as string[], env };
}

/** Passes stderr on to the error log by lines; what is beyond the limits is read and dropped. */
function logErrors(child: ChildProcessWithoutNullStreams, file: string, exchange: HandlerExchange): void {
  let pending = '';
  let lines = 0;
  const put = (line: string) => {
    lines += 1;
    if (lines <= stderrLimits.lines)
      exchange.log('error', `AH01215: stderr from ${file}: ${line.replace(/\r$/, '')}`);
    if (lines === stderrLimits.lines + 1) exchange.log('error', `More on stderr from ${file} is not logged`);
  };
  child.stderr.setEncoding('latin1');
  child.stderr.on('data', (text: string) => {
    if (lines > stderrLimits.lines) return;
    const parts = (pending + text).split('\n');
    pending = parts.pop()!;
    parts.forEach(put);
    if (pending.length >= stderrLimits.lineBytes) {
      put(pending);
      pending = '';
    }
  });
  child.stderr.on('end', () => {
    if (pending !== '') put(pending);
  });
}

/** A running script. */
export interface ScriptProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once the process is gone. */
  readonly exited: Promise<void>;
  /** Ends the script with everything it started, and with SIGKILL if it does not end in time. */
  killGroup(): void;
  /** Ends the script itself after its output is complete; what it left running in the background goes on. */
  killAlone(): void;
}

/** Whether a process or group (negative) took a signal; one that is already gone is no error. */
function signal(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, name);
  } catch {
    return false;
  }
}

/**
 * Sends SIGTERM, and SIGKILL if that did not help. It is looked after until it is gone and no longer, because its
 * number may then belong to another.
 */
function terminate(target: number): void {
  if (!signal(target, 'SIGTERM')) return;
  const last = Date.now() + graceMs;
  const timer = setInterval(() => {
    const there = signal(target, 0);
    if (there && Date.now() < last) return;
    clearInterval(timer);
    if (there) signal(target, 'SIGKILL');
  }, lookMs);
}

/**
 * Starts a script in its folder, in a process group of its own and without a shell. Rejects with the system's error
 * when it cannot be executed.
 */
export function startScript(
  exchange: HandlerExchange,
  launch: Launch & { kind: 'ready' },
): Promise<ScriptProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(launch.path, launch.words, {
      cwd: path.dirname(launch.path),
      env: launch.env,
      detached: true,
      shell: false,
      stdio: 'pipe',
    });
    const exited = new Promise<void>((gone) => child.once('exit', () => gone()));
    child.once('error', reject);
    child.once('spawn', () => {
      logErrors(child, launch.path, exchange);
      const pid = child.pid!;
      resolve({
        child,
        exited,
        killGroup: () => terminate(-pid),
        killAlone: () => {
          if (child.exitCode === null && child.signalCode === null) terminate(pid);
        },
      });
    });
  });
}
