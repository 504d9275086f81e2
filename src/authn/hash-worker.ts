import { parentPort } from 'node:worker_threads';
import { apr1 } from './apr1.js';
import { systemCrypt } from './crypt.js';
import { hashKind } from './hash-kinds.js';

/** One check for the thread. */
export interface HashOrder {
  readonly password: string;
  readonly hash: string;
}

/** What the thread found. */
export type HashReport = { readonly match: boolean } | { readonly problem: string };

/** Compares a password with a hash; takes as long as the hash wants. */
export function compareHash({ password, hash }: HashOrder): HashReport {
  try {
    const made = hashKind(hash) === 'apr1' ? apr1(password, hash) : systemCrypt()(password, hash);
    return { match: made === hash };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (order: HashOrder) => parentPort?.postMessage(compareHash(order)));
