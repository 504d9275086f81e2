import type { Ruleset } from '../ruleset/ruleset.js';

/** How a server ended: 0 as it was told to, 1 for a reason. */
export interface Ending {
  readonly code: 0 | 1;
  readonly lines: readonly string[];
}

/** Lets what runs finish first, or breaks it off. */
export type Manner = 'graceful' | 'at-once';

/** A server that listens: in one process or in many. */
export interface RunningServer {
  /** What will make logins fail, seen as the user that serves. */
  readonly warnings: readonly string[];
  /** Takes a new ruleset; rejects with StartProblem when it cannot be served, and the old one stays. */
  reload(ruleset: Ruleset, manner: Manner): Promise<void>;
  /** Ends the server; a graceful end is bounded by the grace time. */
  stop(manner: Manner): void;
  /** Resolves when nothing of it runs any more. */
  readonly finished: Promise<Ending>;
}
