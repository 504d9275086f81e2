import { type Stats, statSync } from 'node:fs';

const quiet = { throwIfNoEntry: false } as const;

/** The name of a file as node:fs takes it, from a latin1 byte string. */
export function fileName(path: string): string | Buffer {
  return /[\x80-\xff]/.test(path) ? Buffer.from(path, 'latin1') : path;
}

interface Look {
  readonly stats: Stats | undefined;
  readonly at: number;
}

/** How many files' states are kept at most. */
const keptLimit = 4096;

/**
 * Looks at files, synchronously: a local file system answers in microseconds. What was seen counts for a moment, because a
 * request looks at its file twice and a busy server at the same files all the time.
 */
export class FileLooks {
  readonly #kept = new Map<string, Look>();
  readonly #moment: number;

  /** `moment`: milliseconds for which a look counts; 0 looks afresh each time. */
  constructor(moment = 0) {
    this.#moment = moment;
  }

  /** The state of a file, `undefined` when there is none; throws the system's error. `path` is a latin1 byte string. */
  look(path: string): Stats | undefined {
    if (this.#moment === 0) return statSync(fileName(path), quiet);
    const now = Date.now();
    const known = this.#kept.get(path);
    if (known && now - known.at < this.#moment && now >= known.at) return known.stats;
    const stats = statSync(fileName(path), quiet);
    if (this.#kept.size >= keptLimit) this.#kept.clear();
    this.#kept.set(path, { stats, at: now });
    return stats;
  }
}
