import { readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dropPrivileges, type Identity } from '../source/privileges.js';

const [standardInput, standardOutput] = [0, 1];

/** Where answers go. */
let answersTo = standardOutput;

/**
 * Makes this process the helper of who started it, by its command line: the pid of that process, and where root has started it, who
 * to become before anything is read. It throws where that fails. Then requests and answers go over one socket.
 */
export function serveParent([parent, identity]: readonly string[] = process.argv.slice(2)): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  // What is not loaded by now may lie where nobody else may read.
  const system = loadSystem();
  if (identity !== undefined) {
    dropPrivileges(JSON.parse(identity) as Identity);
    answersTo = standardInput;
  }
  // Not before: the kernel forgets it when the user changes.
  system?.protect();
  if (process.ppid !== Number(parent)) process.exit(0);
}

/**
 * `protect` has Linux kill this process when its parent dies, even inside a call, and let nobody dump or trace its memory. Elsewhere the
 * end of standard input has to do.
 */
function loadSystem(): { protect(): void } | undefined {
  const [setParentDeathSignal, setDumpable, kill] = [1, 4, 9];
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default;
    const long = 'unsigned long';
    const prctl = koffi.load(null).func('prctl', 'int', ['int', long, long, long, long]);
    return {
      protect: () => {
        prctl(setParentDeathSignal, kill, 0, 0, 0);
        prctl(setDumpable, 0, 0, 0, 0);
      },
    };
  } catch {
    return undefined;
  }
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
  for (let done = 0; done < bytes.length; ) done += writeSync(answersTo, bytes, done);
}
