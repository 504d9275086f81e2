import type { HelperStarted, StarterOrder } from '../authn/helper-starts.js';
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
