import { close, write } from 'node:fs';

/** How long lines are collected after a write before the next one; milliseconds. */
const pause = 5;

/**
 * Appends to an open file. A line is written at once when none was for a moment; on a busy server many are written together, since handing
 * one to the system costs as much as answering a request. What cannot be written is lost, and said once on standard error; what comes
 * later is tried again: a disk does not stay full.
 */
export class Appender {
  readonly #file: number;
  #waiting = '';
  /** Bytes on their way to the system. */
  #underWay = 0;
  #busy = false;
  #failing = false;
  #rest: NodeJS.Timeout | undefined;
  #ended: (() => void) | undefined;

  constructor(file: number) {
    this.#file = file;
  }

  /** Bytes that are not written yet. */
  get writableLength(): number {
    return this.#waiting.length + this.#underWay;
  }

  /** Takes lines; bytes as latin1. */
  write(lines: string): void {
    this.#waiting += lines;
    if (!this.#busy) this.#begin();
  }

  /** Writes what waits, closes the file and says so. */
  end(done: () => void): void {
    this.#ended = done;
    if (this.#rest) this.#goOn();
    else if (!this.#busy) this.#close();
  }

  #begin(): void {
    this.#busy = true;
    const bytes = Buffer.from(this.#waiting, 'latin1');
    this.#waiting = '';
    this.#underWay = bytes.length;
    this.#put(bytes);
  }

  #put(bytes: Buffer): void {
    write(this.#file, bytes, (error, count) => {
      if (!error && count < bytes.length) {
        this.#put(bytes.subarray(count));
        return;
      }
      if (error && !this.#failing)
        process.stderr.write(`kerbgate: cannot write the error log: ${error.message}\n`);
      this.#failing = Boolean(error);
      this.#underWay = 0;
      if (this.#ended) this.#goOn();
      else this.#rest = setTimeout(this.#goOn, pause);
    });
  }

  readonly #goOn = (): void => {
    clearTimeout(this.#rest);
    this.#rest = undefined;
    this.#busy = false;
    if (this.#waiting !== '') this.#begin();
    else if (this.#ended) this.#close();
  };

  #close(): void {
    this.#busy = true;
    close(this.#file, () => this.#ended?.());
  }
}
