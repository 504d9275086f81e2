import { type BigIntStats, constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

/** What was made of a file and kept, or why it cannot be read, in the system's words. */
export type Indexed<T> = { readonly index: T } | { readonly unreadable: string };

/** How a file's lines are brought together; `line` says whether the ones behind it count, too. */
export interface LineIndexer<T> {
  readonly index: T;
  readonly line: (line: string) => void;
}

interface Kept<T> {
  readonly state: string;
  readonly size: number;
  /** Changed so shortly before it was read that another change need not move its times. */
  readonly fresh: boolean;
  /** Whether it is still being read. */
  reading: boolean;
  readonly index: Promise<Indexed<T>>;
}

const largestFile = 128 * 1024 * 1024;
const mostFiles = 256;
/** Bytes of all files that are kept at once, unless one alone has more. */
const mostBytes = 64 * 1024 * 1024;
/** Larger files are read one after the other. */
const smallFile = 1024 * 1024;
/** Lines of a file: what is made of one takes more room than a short line itself. */
const mostLines = 4_000_000;
/** The granularity of a file's times; nanoseconds. */
const settledAfter = 20_000_000n;
/** Lines that are gone through before others have their turn. */
const turn = 4096;

const messages: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
};

/**
 * Files of lines, each read and indexed when it is first asked for and again when it has changed. What is asked while a file is read
 * waits for the same reading.
 */
export class LineFiles<T> {
  readonly #kept = new Map<string, Kept<T>>();
  #total = 0;
  #lastLarge: Promise<unknown> = Promise.resolve();
  readonly #indexer: () => LineIndexer<T>;
  readonly #longestLine: number;

  /** A line longer than `longestLine` ends the file, as httpd's buffers do. */
  constructor(indexer: () => LineIndexer<T>, longestLine = Number.POSITIVE_INFINITY) {
    this.#indexer = indexer;
    this.#longestLine = longestLine;
  }

  /** The index of a file as it is now; never rejects. `path` is a latin1 byte string. */
  async of(path: string): Promise<Indexed<T>> {
    const name = Buffer.from(path, 'latin1');
    try {
      const stats = await stat(name, { bigint: true });
      const state = stateOf(stats);
      const known = this.#kept.get(path);
      if (known?.state === state && (known.reading || !known.fresh)) return await known.index;
      if (!stats.isFile() && path !== '/dev/null') return { unreadable: 'not a regular file' };
      const kept = this.#keep(path, name, stats);
      const made = await kept.index;
      kept.reading = false;
      if ('unreadable' in made && this.#kept.get(path) === kept) this.#drop(path);
      return made;
    } catch (error) {
      this.#drop(path);
      return unreadable(error);
    }
  }

  #keep(path: string, name: Buffer, stats: BigIntStats): Kept<T> {
    const size = Number(stats.size);
    const read = (): Promise<Indexed<T>> => this.#read(name).catch(unreadable);
    const index = size > smallFile ? this.#lastLarge.then(read) : read();
    if (size > smallFile) this.#lastLarge = index;
    const fresh = BigInt(Date.now()) * 1_000_000n - stats.ctimeNs < settledAfter;
    const kept: Kept<T> = { state: stateOf(stats), size, fresh, reading: true, index };
    this.#drop(path);
    this.#kept.set(path, kept);
    this.#total += size;
    for (const oldest of this.#kept.keys()) {
      if (oldest === path || (this.#kept.size <= mostFiles && this.#total <= mostBytes)) break;
      this.#drop(oldest);
    }
    return kept;
  }

  #drop(path: string): void {
    this.#total -= this.#kept.get(path)?.size ?? 0;
    this.#kept.delete(path);
  }

  async #read(name: Buffer): Promise<Indexed<T>> {
    const file = await open(name, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (size > largestFile) return { unreadable: 'the file is larger than 128 MiB' };
      const text = await file.readFile('latin1');
      const { index, line } = this.#indexer();
      let passed = 0;
      for (const each of linesOf(text, this.#longestLine)) {
        if (++passed % turn === 0) await setImmediate();
        if (passed > mostLines) return { unreadable: `the file has more than ${mostLines} lines` };
        if (each !== '' && !each.startsWith('#')) line(each);
      }
      return { index };
    } finally {
      await file.close();
    }
  }
}

function stateOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

function unreadable(error: unknown): { readonly unreadable: string } {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return { unreadable: messages[code] ?? message };
}

/** Lines with a backslash at their end go on in the next; blanks around a line do not count (`ap_cfg_getline`). */
export function* linesOf(text: string, longest: number): Generator<string> {
  let line = '';
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const piece = end === -1 ? text.slice(at) : text.slice(at, end);
    at = end === -1 ? text.length : end + 1;
    if (line.length + piece.length > longest) return;
    const continued = end === -1 ? undefined : /\\\r?$/.exec(piece);
    line += continued ? piece.slice(0, continued.index) : piece;
    if (continued && at < text.length) continue;
    yield line.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
    line = '';
  }
}
