import type { Origins } from './origin.js';

/** Takes a setting of an outer section back. */
export type Disabled = false;

/** mod_dir: what a request for a folder gives. */
export interface DirSettings {
  /** `disabled` is an empty list. */
  readonly index?: readonly string[];
  readonly slash?: boolean;
  readonly fallback?: string | Disabled;
  readonly from?: Origins;
}
