import { type Stats, statSync } from 'node:fs';

const quiet = { throwIfNoEntry: false } as const;

/** The name of a file as node:fs takes it, from a latin1 byte string. */
export function fileName(path: string): string | Buffer {
  return /[\x80-\xff]/.test(path) ? Buffer.from(path, 'latin1') : path;
}

/**
 * Looks at files, synchronously: a local file system answers in microseconds. The last look is kept until it is used
 * again or forgotten, so that a request which finds its file while sections are merged need not look again to serve it.
 */
export class FileLooks {
  #path: string | undefined;
  #stats: Stats | undefined;

  /** The state of a file, `undefined` when there is none; throws the system's error. `path` is a latin1 byte string. */
  look(path: string): Stats | undefined {
    const stats = statSync(fileName(path), quiet);
    this.#path = path;
    this.#stats = stats;
    return stats;
  }

  /** The last look if it was at this path, else a fresh one. */
  lookAgain(path: string): Stats | undefined {
    if (this.#path !== path) return statSync(fileName(path), quiet);
    const stats = this.#stats;
    this.forget();
    return stats;
  }

  /** Begins a new request: what was seen before does not count. */
  forget(): void {
    this.#path = undefined;
    this.#stats = undefined;
  }
}
