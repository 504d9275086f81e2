import type { Origins } from './origin.js';

/** mod_authz_groupfile's settings. */
export interface AuthzGroupfileSettings {
  /** An absolute path (AuthGroupFile). */
  readonly groupFile?: string;
  readonly from?: Origins;
}
