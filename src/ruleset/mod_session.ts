import type { Origins } from './origin.js';

export interface SessionSettings {
  readonly enabled?: boolean;
  /** Seconds; 0 means none. */
  readonly maxAge?: number;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** The field of an answer whose text goes into the session. */
  readonly header?: string;
  /** Whether programs find the session in HTTP_SESSION. */
  readonly env?: boolean;
  /** Seconds that the end may move without being written. */
  readonly expiryUpdateInterval?: number;
  readonly from?: Origins;
}

/** mod_session_cookie: the cookie's name and the attribute text as written. */
export interface SessionCookieSettings {
  readonly cookie?: { readonly name: string; readonly attributes: string };
  readonly cookie2?: { readonly name: string; readonly attributes: string };
  readonly remove?: boolean;
  readonly from?: Origins;
}
