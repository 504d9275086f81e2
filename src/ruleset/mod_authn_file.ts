import type { Origins } from './origin.js';

/** mod_authn_file's settings. */
export interface AuthnFileSettings {
  /** An absolute path (AuthUserFile). */
  readonly userFile?: string;
  readonly from?: Origins;
}
