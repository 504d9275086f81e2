import { Table } from './table.js';

/** A session as mod_session keeps it; `expiry` in microseconds since 1970, 0 for none. */
export interface SessionRecord {
  readonly entries: Table;
  expiry: bigint;
  /** Seconds; 0 for none. */
  maxAge: number;
  dirty: boolean;
  written: boolean;
}

/** A session with nothing in it. */
export function emptySession(): SessionRecord {
  return { entries: Table.empty(), expiry: 0n, maxAge: 0, dirty: false, written: false };
}
