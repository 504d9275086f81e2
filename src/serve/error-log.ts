import { openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { logLevels } from '../directives/server-words.js';
import type { LogLevel, Recorder, Step } from '../evaluate/trace.js';
import { appendTo } from './append.js';

/** Bytes that may wait for a slow disk before lines are dropped (and counted). */
const backlog = 1024 * 1024;

/** The error log in httpd's form: one line an event, control characters made visible, nothing secret. */
export class ErrorLog {
  #written = 0;
  readonly #out: Writable;
  readonly #limit: number;
  #dropped = 0;

  constructor(out: Writable, level: string) {
    this.#out = out;
    this.#limit = Math.max(0, logLevels.indexOf(level));
  }

  /** Opens the log file for appending, or throws the system's error; without a path, standard error. */
  static open(path: string | undefined, level: string): ErrorLog {
    if (path === undefined) return new ErrorLog(process.stderr, level);
    // Opened here and now: a moment later the process may have given up the rights to.
    const fd = openSync(Buffer.from(path, 'latin1'), 'a', 0o640);
    return new ErrorLog(appendTo(fd), level);
  }

  /** As in httpd, notices cannot be suppressed: they tell of starts and stops. */
  wants(level: LogLevel): boolean {
    return level === 'notice' || logLevels.indexOf(level) <= this.#limit;
  }

  write(level: LogLevel, client: string | undefined, code: string | undefined, message: string): void {
    if (!this.wants(level)) return;
    if (this.#out.writableLength > backlog) {
      this.#dropped++;
      return;
    }
    if (this.#dropped > 0)
      this.#line(
        'warn',
        undefined,
        undefined,
        `${this.#dropped} log lines were dropped: the log is written too slowly`,
      );
    this.#dropped = 0;
    this.#written++;
    this.#line(level, client, code, message);
  }

  /** How many lines were asked for and written. */
  get written(): number {
    return this.#written;
  }

  #line(level: LogLevel, client: string | undefined, code: string | undefined, message: string): void {
    const from = client === undefined ? '' : ` [client ${client}]`;
    const id = code === undefined ? '' : ` ${code}:`;
    this.#out.write(
      `[${stamp(new Date())}] [kerbgate:${level}] [pid ${process.pid}]${from}${id} ${visible(message)}\n`,
      'latin1',
    );
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#out === process.stderr) resolve();
      else this.#out.end(resolve);
    });
  }
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Local time as httpd's default ErrorLogFormat prints it. */
function stamp(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}000`;
  return `${days[time.getDay()]} ${months[time.getMonth()]} ${two(time.getDate())} ${clock} ${time.getFullYear()}`;
}

function visible(message: string): string {
  return message.replace(
    /[\0-\x1f\x7f-\x9f]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** The recorder of one connection: log lines carry the client's address, steps are not wanted. */
export class ConnectionRecorder implements Recorder {
  readonly wantsSteps = false;
  #written = 0;
  readonly #log: ErrorLog;
  readonly #client: string;

  constructor(log: ErrorLog, client: string) {
    this.#log = log;
    this.#client = client;
  }

  log(level: LogLevel, code: string | undefined, message: string): void {
    const before = this.#log.written;
    this.#log.write(level, this.#client, code, message);
    this.#written += this.#log.written - before;
  }

  wants(level: LogLevel): boolean {
    return this.#log.wants(level);
  }

  get written(): number {
    return this.#written;
  }

  step(_step: Step): void {}
}
