import type { Origins } from './origin.js';

/** Takes a setting of an outer section back. */
export type Disabled = false;

/** mod_dir: what a request for a folder gives. */
export interface DirSettings {
  /** `disabled` is an empty list. */
  readonly index?: readonly string[];
  readonly slash?: boolean;
  /** Whether a handler of its own keeps a folder from showing its index (DirectoryCheckHandler). */
  readonly checkHandler?: boolean;
  /** The status that sends the client to the index file; false shows it at once. */
  readonly indexRedirect?: number | false;
  readonly fallback?: string | Disabled;
  readonly from?: Origins;
}
