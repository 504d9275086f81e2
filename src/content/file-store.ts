import { close, constants, fstat, open, read, type Stats } from 'node:fs';
import { FileLooks, fileName } from './file-looks.js';
import { shortBody } from './send-whole.js';

/** The state of a regular file, and its bytes where they are kept in memory. */
export interface FileState {
  /** Bytes. */
  readonly size: number;
  /** Modification time in microseconds since 1970, cut off as APR does. */
  readonly modified: bigint;
  readonly inode: bigint;
  readonly content: Buffer | undefined;
  /** The same as a byte string where it is short: node:http sends it in one piece with the head. */
  readonly text?: string | undefined;
  /** What tells a change: compared with a fresh stat before every use. */
  readonly stamp: Stamp;
}

interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  readonly dev: number;
}

/** An open regular file; whoever gets it closes it. */
export interface OpenFile {
  readonly state: FileState;
  readonly descriptor: number;
}

export type FileFailure = 'missing' | 'directory' | 'not-regular' | 'denied' | 'exhausted' | 'unreadable';

/** `memory`: serve `state.content`. `open`: too large for memory, stream from `file` and close it. */
export type FileLookup =
  | { readonly kind: 'memory'; readonly state: FileState }
  | { readonly kind: 'open'; readonly file: OpenFile }
  | { readonly kind: 'failed'; readonly failure: FileFailure; readonly code: string };

export interface FileStoreLimits {
  /** Bytes up to which a file is read whole and kept. */
  readonly file: number;
  /** Bytes kept in all. */
  readonly total: number;
}

export const defaultLimits: FileStoreLimits = { file: 64 * 1024, total: 64 * 1024 * 1024 };

/**
 * A file changed this recently could change again without its times moving (their granularity is up to two seconds),
 * so its bytes are not kept beyond the request.
 */
const settledAfterMs = 2000;

interface Kept {
  readonly state: FileState;
  /** Found again since it was last considered for dropping. */
  used: boolean;
}

function failed(code: string): FileLookup {
  return { kind: 'failed', failure: failureOf(code), code };
}

/** httpd answers 403 to whatever it cannot reach or open for another reason than absence. */
function failureOf(code: string): FileFailure {
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE') return 'missing';
  if (code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM') return 'exhausted';
  if (code === 'EIO' || code === 'ESTALE') return 'unreadable';
  return 'denied';
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
}

function unchanged(stamp: Stamp, stat: Stats): boolean {
  return (
    stamp.mtimeMs === stat.mtimeMs &&
    stamp.size === stat.size &&
    stamp.ctimeMs === stat.ctimeMs &&
    stamp.ino === stat.ino &&
    stamp.dev === stat.dev
  );
}

function openDescriptor(name: string | Buffer): Promise<number> {
  // O_NONBLOCK: were a FIFO put here since the stat, opening it would otherwise wait for a writer.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  return new Promise((resolve, reject) => {
    open(name, flags, (error, descriptor) => (error ? reject(error) : resolve(descriptor)));
  });
}

async function stateOf(descriptor: number): Promise<FileState | undefined> {
  const exact = await new Promise<import('node:fs').BigIntStats>((resolve, reject) => {
    fstat(descriptor, { bigint: true }, (error, stat) => (error ? reject(error) : resolve(stat)));
  });
  if (!exact.isFile()) return undefined;
  // The same arithmetic as node:fs does for plain numbers, so that the stamp compares equal to a later plain stat.
  const milliseconds = (nanoseconds: bigint) => {
    const seconds = nanoseconds / 1_000_000_000n;
    return Number(seconds) * 1000 + Number(nanoseconds - seconds * 1_000_000_000n) / 1_000_000;
  };
  const size = Number(exact.size);
  const stamp = {
    size,
    mtimeMs: milliseconds(exact.mtimeNs),
    ctimeMs: milliseconds(exact.ctimeNs),
    ino: Number(exact.ino),
    dev: Number(exact.dev),
  };
  return { size, modified: exact.mtimeNs / 1000n, inode: exact.ino, content: undefined, stamp };
}

/** Reads up to `length` bytes at `position`; fewer only at the end of the file. Rejects with the system's error. */
export function readAt(
  descriptor: number,
  buffer: Buffer,
  length: number,
  position: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, buffer, 0, length, position, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** Closes without waiting: nothing was written, so there is nothing an error could tell. */
export function closeFile({ descriptor }: OpenFile): void {
  close(descriptor, () => {});
}

const textOf = (content: Buffer): string | undefined =>
  content.length <= shortBody ? content.toString('latin1') : undefined;

async function readWhole({ state, descriptor }: OpenFile): Promise<Buffer | undefined> {
  const content = Buffer.allocUnsafeSlow(state.size);
  let filled = 0;
  while (filled < state.size) {
    const count = await readAt(descriptor, content.subarray(filled), state.size - filled, filled);
    if (count === 0) return undefined;
    filled += count;
  }
  return content;
}

/**
 * Finds files for serving. Small ones are kept in memory, and those not used again are dropped first; every use begins with a
 * synchronous stat, the only call that waits for the file system, so that a change is seen as soon as the looks it is given see it.
 */
export class FileStore {
  readonly #kept = new Map<string, Kept>();
  readonly #limits: FileStoreLimits;
  readonly #looks: FileLooks;
  #total = 0;

  constructor(limits: FileStoreLimits = defaultLimits, looks: FileLooks = new FileLooks()) {
    this.#limits = limits;
    this.#looks = looks;
  }

  /** Bytes kept at the moment. */
  get total(): number {
    return this.#total;
  }

  /** Answers at once for a kept file or a failed stat, else opens the file. `path` is a latin1 byte string. */
  find(path: string): FileLookup | Promise<FileLookup> {
    const name = fileName(path);
    let stat: Stats | undefined;
    try {
      stat = this.#looks.look(path);
    } catch (error) {
      return failed(codeOf(error));
    }
    if (!stat) return failed('ENOENT');
    if (stat.isDirectory()) return { kind: 'failed', failure: 'directory', code: 'EISDIR' };
    if (!stat.isFile()) return { kind: 'failed', failure: 'not-regular', code: 'ENOTSUP' };
    const kept = this.#kept.get(path);
    if (kept && unchanged(kept.state.stamp, stat)) {
      kept.used = true;
      return { kind: 'memory', state: kept.state };
    }
    if (kept) this.#drop(path, kept.state);
    return this.#open(path, name).catch((error: unknown) => failed(codeOf(error)));
  }

  async #open(path: string, name: string | Buffer): Promise<FileLookup> {
    const descriptor = await openDescriptor(name);
    let handedOn = false;
    try {
      const state = await stateOf(descriptor);
      if (!state) return { kind: 'failed', failure: 'not-regular', code: 'ENOTSUP' };
      const file = { state, descriptor };
      const content = state.size <= this.#limits.file ? await readWhole(file) : undefined;
      if (content)
        return { kind: 'memory', state: this.#keep(path, { ...state, content, text: textOf(content) }) };
      // Also a small file that shrank while it was read: streaming notices and breaks off.
      handedOn = true;
      return { kind: 'open', file };
    } finally {
      if (!handedOn) close(descriptor, () => {});
    }
  }

  #keep(path: string, state: FileState): FileState {
    const { mtimeMs, ctimeMs } = state.stamp;
    if (Date.now() - Math.max(mtimeMs, ctimeMs) < settledAfterMs || state.size > this.#limits.total)
      return state;
    const previous = this.#kept.get(path);
    if (previous) this.#drop(path, previous.state);
    this.#kept.set(path, { state, used: false });
    this.#total += state.size + path.length;
    this.#shrink();
    return state;
  }

  /** Drops from the oldest on; one that was used meanwhile gets a second turn, as the newest. */
  #shrink(): void {
    for (const [path, kept] of this.#kept) {
      if (this.#total <= this.#limits.total) return;
      if (!kept.used) {
        this.#drop(path, kept.state);
        continue;
      }
      kept.used = false;
      this.#kept.delete(path);
      this.#kept.set(path, kept);
    }
  }

  #drop(path: string, state: FileState): void {
    this.#kept.delete(path);
    this.#total -= state.size + path.length;
  }
}
