import type { Origins } from './origin.js';

export interface SessionSettings {
  readonly enabled?: boolean;
  /** Seconds; 0 means none. */
  readonly maxAge?: number;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly from?: Origins;
}

/** mod_session_cookie: the cookie's name and the attribute text as it is sent. */
export interface SessionCookieSettings {
  readonly cookie?: { readonly name: string; readonly attributes: string };
  readonly cookie2?: { readonly name: string; readonly attributes: string };
  readonly remove?: boolean;
  readonly maxAge?: boolean;
  readonly from?: Origins;
}
