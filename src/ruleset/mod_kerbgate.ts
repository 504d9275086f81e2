import type { SessionKey } from './mod_auth_gssapi.js';
import type { Origins } from './origin.js';

/** Settings of kerbgate's own directives; what is absent is off. */
export interface KerbgateSettings {
  /** Keys that open sessions besides the one that seals them. */
  readonly sessionKeys?: readonly SessionKey[];
  readonly channelBinding?: 'off' | 'optional' | 'required';
  readonly optionalLogin?: boolean;
  readonly pacGroups?: boolean;
  readonly pacGroupFile?: string;
  readonly forbiddenOnFailure?: boolean;
  readonly from?: Origins;
}
