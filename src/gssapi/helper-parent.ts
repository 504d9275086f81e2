import { readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [standardInput, standardOutput] = [0, 1];

/**
 * Makes this process the helper of the one that started it: Linux kills it when that one dies, even inside a call, and lets nobody dump
 * or trace its memory. Signals to the whole group are the parent's to act on: it may still be answering its last requests.
 */
export function serveParent(parent: number): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const [setParentDeathSignal, setDumpable, kill] = [1, 4, 9];
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default;
    const long = 'unsigned long';
    const prctl = koffi.load(null).func('prctl', 'int', ['int', long, long, long, long]);
    prctl(setParentDeathSignal, kill, 0, 0, 0);
    prctl(setDumpable, 0, 0, 0, 0);
  } catch {
    // Elsewhere the end of standard input has to do.
  }
  if (process.ppid !== parent) process.exit(0);
}

/** Reads exactly `length` octets of what the parent sends; undefined when it has closed its end. */
export function readExactly(length: number): Buffer | undefined {
  const bytes = Buffer.from(new ArrayBuffer(length));
  for (let done = 0; done < length; ) {
    const count = readSync(standardInput, bytes, done, length - done, null);
    if (count === 0) return undefined;
    done += count;
  }
  return bytes;
}

/** Sends the parent an answer. */
export function writeAll(bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(standardOutput, bytes, done);
}
