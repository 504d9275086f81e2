// A helper process: reads one password check at a time from standard input, answers on standard output, and ends with its parent.
// It blocks while the KDC is asked; who started it kills it when that takes too long.
import { readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PasswordOutcome } from './acceptor.js';
import {
  decodeRequest,
  encodeAnswer,
  type PasswordRequest,
  requestHead,
  requestLengths,
} from './helper-protocol.js';
import { GssapiUnavailable } from './library.js';
import { wipe } from './memory.js';
import { checkPassword } from './password-check.js';
import { generalFailure, ownFailure } from './status.js';

const [standardInput, standardOutput] = [0, 1];

/** Linux: the kernel kills us when the parent dies, even inside a call, and lets nobody dump or trace our memory. */
function bindToParent(parent: number): void {
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

/** Reads exactly `length` octets; undefined when the parent has closed its end. */
function readExactly(length: number): Buffer | undefined {
  const bytes = Buffer.from(new ArrayBuffer(length));
  for (let done = 0; done < length; ) {
    const count = readSync(standardInput, bytes, done, length - done, null);
    if (count === 0) return undefined;
    done += count;
  }
  return bytes;
}

function readRequest(): PasswordRequest | undefined {
  const head = readExactly(requestHead);
  if (!head) return undefined;
  const lengths = requestLengths(head);
  const text = readExactly(lengths.text);
  const password = text && readExactly(lengths.password);
  return password && decodeRequest(text, password);
}

function answer({ user, password, settings }: PasswordRequest): PasswordOutcome {
  try {
    return checkPassword(user, password, settings);
  } catch (error) {
    const text = error instanceof GssapiUnavailable ? error.message : 'the password helper has failed';
    return {
      kind: 'unavailable',
      failure: ownFailure('gss_acquire_cred_with_password', generalFailure, text),
    };
  } finally {
    wipe(password);
  }
}

function writeAll(bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(standardOutput, bytes, done);
}

// Signals to the whole group are the parent's to act on: it may still be answering its last requests.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
bindToParent(Number(process.argv[2]));
for (let request = readRequest(); request; request = readRequest()) writeAll(encodeAnswer(answer(request)));
process.exit(0);
