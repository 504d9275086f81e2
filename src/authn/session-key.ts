import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { decodeBase64 } from './base64.js';
import { keyLength } from './seal.js';

/** Where the sealing key comes from: given in base64, or a file of 32 octets. Byte strings. */
export type SessionKeySource =
  | { readonly kind: 'key'; readonly base64: string }
  | { readonly kind: 'file'; readonly path: string };

/** A key of 32 octets, or why there is none, in mod_auth_gssapi's words. */
export type SessionKeyResult =
  | { readonly kind: 'key'; readonly key: Uint8Array }
  | { readonly kind: 'error'; readonly text: string };

/** The key itself; a file that is absent is made, with mode 0600 and 32 random octets, and of several makers one wins. */
export function loadSessionKey(source: SessionKeySource): SessionKeyResult {
  if (source.kind === 'file') return loadKeyFile(source.path);
  const key = decodeBase64(source.base64);
  if (key.length === keyLength) return { kind: 'key', key };
  return { kind: 'error', text: `Invalid key length, expected ${keyLength} got ${key.length}` };
}

function loadKeyFile(path: string): SessionKeyResult {
  const file = Buffer.from(path, 'latin1');
  try {
    const key = whole(file, readKey(file) ?? makeKey(file));
    if (key.length < keyLength)
      return {
        kind: 'error',
        text: `Failed to read sealing key from ${path}: shorter than ${keyLength} octets`,
      };
    return { kind: 'key', key: key.subarray(0, keyLength) };
  } catch (error) {
    return { kind: 'error', text: `Failed to open key file ${path}: ${(error as Error).message}` };
  }
}

function readKey(file: Buffer): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Milliseconds in which another process has filled a file that it has just made: httpd writes the key after it has made the file. */
const writingTime = 1000;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** What is short is read again as long as somebody may be writing it. */
function whole(file: Buffer, bytes: Buffer): Buffer {
  let found = bytes;
  while (found.length < keyLength && Date.now() - statSync(file).mtimeMs < writingTime) {
    Atomics.wait(pause, 0, 0, 10);
    found = readFileSync(file);
  }
  return found;
}

/** The key is written whole beside the file and then linked to its name, so nobody reads half a key and no key is replaced. */
function makeKey(file: Buffer): Buffer {
  const draft = Buffer.concat([file, Buffer.from(`.${process.pid}.${randomBytes(6).toString('hex')}`)]);
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, randomBytes(keyLength));
    fsyncSync(descriptor);
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(descriptor);
    rmSync(draft, { force: true });
  }
  return readFileSync(file);
}
