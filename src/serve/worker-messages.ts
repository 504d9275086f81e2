import { type HelperStarted, isStarterOrder, type StarterOrder } from '../authn/helper-starts.js';
import type { Identity } from '../source/privileges.js';

/** What the primary tells a worker. */
export type ToWorker =
  | {
      readonly kind: 'start';
      /** JSON made by the primary of a ruleset it has checked. */
      readonly ruleset: string;
      readonly sessionKey: Uint8Array;
      readonly identity: Identity | undefined;
    }
  /** Finish what runs, take nothing new, and end. */
  | { readonly kind: 'drain' }
  | HelperStarted;

/** What a worker tells the primary. */
export type FromWorker =
  /** It can take its orders. */
  | { readonly kind: 'loaded' }
  /** It listens. */
  | { readonly kind: 'ready'; readonly warnings: readonly string[] }
  /** It cannot start, for a reason that another attempt will not change. */
  | { readonly kind: 'failed'; readonly lines: readonly string[] }
  | StarterOrder;

/** Whether a message is one of a worker's. The primary keeps root's rights, and what has none of these forms may not end it. */
export function isFromWorker(message: unknown): message is FromWorker {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, warnings, lines } = message as Readonly<Record<string, unknown>>;
  if (kind === 'ready') return areTexts(warnings);
  if (kind === 'failed') return areTexts(lines);
  return kind === 'loaded' || isStarterOrder(message);
}

const areTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
