import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { Appender } from './append.js';
import { StartProblem, systemErrorText } from './start-problem.js';

/** Where the lines of a log go, whole ones only. */
export interface LogTarget {
  /** Takes lines; bytes as latin1. */
  write(lines: string): void;
  /** Writes what waits, and gives the target up. */
  close(): Promise<void>;
}

/** Told when lines were lost, once the target takes lines again. */
export type Lost = (lines: number) => void;

/** Bytes that may wait for a slow disk or program before lines are lost. */
const backlog = 1024 * 1024;

/** A program that a log is piped to. */
export interface LogProgram {
  readonly command: string;
  /** Whether a shell runs it (`|$`). */
  readonly shell: boolean;
}

/** The program of a target that begins with `|`; `undefined` for a file. */
export function logProgram(target: string): LogProgram | undefined {
  if (!target.startsWith('|')) return undefined;
  if (target.startsWith('|$')) return { command: target.slice(2), shell: true };
  return { command: target.replace(/^\|{1,2}/, ''), shell: false };
}

/** A stream that stays open, such as standard error. */
export function streamTarget(out: Writable, lost: Lost): LogTarget {
  const target = new StreamTarget(out, lost);
  return { write: (lines) => target.write(lines), close: () => Promise.resolve() };
}

/** Opens a file or starts a program, with the rights the process has now; throws StartProblem with httpd's `problem`. */
export function openTarget(target: string, lost: Lost, problem: (path: string) => string): LogTarget {
  const program = logProgram(target);
  if (program) return new PipedTarget(program, lost);
  try {
    return new StreamTarget(new Appender(openSync(Buffer.from(target, 'latin1'), 'a', 0o644)), lost);
  } catch (error) {
    throw new StartProblem([
      `${systemErrorText(error as NodeJS.ErrnoException)}: ${problem(target)}`,
      'AH00015: Unable to open logs',
    ]);
  }
}

/** What takes the lines of a file or of standard error. */
interface Output {
  /** Bytes that wait. */
  readonly writableLength: number;
  write(lines: string, encoding: 'latin1'): unknown;
  end(done: () => void): unknown;
}

/** Keeps a bounded number of bytes waiting, and counts the lines that find no room. */
class StreamTarget implements LogTarget {
  readonly #out: Output;
  readonly #lost: Lost;
  #dropped = 0;
  #closed = false;

  constructor(out: Output, lost: Lost) {
    this.#out = out;
    this.#lost = lost;
  }

  write(lines: string): void {
    if (this.#closed || this.#out.writableLength > backlog) {
      this.#dropped += count(lines);
      return;
    }
    this.#out.write(lines, 'latin1');
    if (this.#dropped === 0) return;
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.#lost(dropped);
  }

  close(): Promise<void> {
    this.#closed = true;
    return new Promise((resolve) => this.#out.end(() => resolve()));
  }
}

const count = (lines: string): number => lines.split('\n').length - 1;

/** A program is not started more often than this; milliseconds. */
const restartPause = 1000;
/** How long a program gets to read the rest of its input at the end; milliseconds. */
const endPause = 500;

/** A program that reads lines, started again when it ends. */
class PipedTarget implements LogTarget {
  readonly #program: LogProgram;
  readonly #lost: Lost;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Lines that came while no program was there. */
  #waiting = '';
  #dropped = 0;
  #closed = false;

  constructor(program: LogProgram, lost: Lost) {
    this.#program = program;
    this.#lost = lost;
    this.#start();
  }

  write(lines: string): void {
    const input = this.#child?.stdin;
    const waiting = input ? input.writableLength : this.#waiting.length;
    if (waiting > backlog) {
      this.#dropped += count(lines);
      return;
    }
    if (input) input.write(lines, 'latin1');
    else this.#waiting += lines;
    this.#tellLost();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const timers = [
      setTimeout(() => child.kill('SIGTERM'), endPause),
      setTimeout(() => child.kill('SIGKILL'), 2 * endPause),
    ];
    child.stdin?.end();
    await ended;
    for (const timer of timers) clearTimeout(timer);
  }

  #start(): void {
    const { command, shell } = this.#program;
    const [file = '', ...words] = shell ? ['/bin/sh', '-c', command] : wordsOf(command);
    const child: ChildProcess = spawn(file, words, { stdio: ['pipe', 'inherit', 'inherit'] });
    this.#child = child;
    // Without descriptors left there is no pipe, only the event of the error.
    child.stdin?.on('error', () => {});
    child.once('error', (error) => {
      process.stderr.write(`kerbgate: cannot start the log program '${command}': ${error.message}\n`);
      this.#ended(child);
    });
    child.once('exit', () => this.#ended(child));
    if (this.#waiting === '' || !child.stdin) return;
    child.stdin.write(this.#waiting, 'latin1');
    this.#waiting = '';
  }

  #ended(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#start(), restartPause);
    this.#timer.unref();
  }

  #tellLost(): void {
    if (this.#dropped === 0) return;
    const dropped = this.#dropped;
    this.#dropped = 0;
    this.#lost(dropped);
  }
}

/** The words of a command that no shell reads: quotes hold blanks together, a backslash takes the next sign as it is. */
function wordsOf(command: string): readonly string[] {
  const words = command.match(/(?:\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'\\])+/gs) ?? [];
  return words.map((word) =>
    word.replace(/\\(.)|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/gs, (_, sign, double, single) =>
      String(sign ?? (double ?? single).replace(/\\(.)/gs, '$1')),
    ),
  );
}
