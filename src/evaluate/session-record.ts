/** A session as mod_session keeps it: entries in order; `expiry` in microseconds since 1970, 0 for none. */
export interface SessionRecord {
  readonly entries: Map<string, string>;
  expiry: number;
  /** Seconds; 0 for none. */
  maxAge: number;
  dirty: boolean;
  written: boolean;
}
