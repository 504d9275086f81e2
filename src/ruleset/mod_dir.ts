import type { Origins } from './origin.js';

export interface DirSettings {
  /** `disabled` is an empty list. */
  readonly index?: readonly string[];
  readonly slash?: boolean;
  readonly fallback?: string | false;
  readonly from?: Origins;
}
