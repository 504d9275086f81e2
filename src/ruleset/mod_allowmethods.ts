import type { Origins } from './origin.js';

/** mod_allowmethods' settings. */
export interface AllowMethodsSettings {
  /** The methods that are let through; `reset` lets all through. */
  readonly methods?: 'reset' | readonly string[];
  readonly from?: Origins;
}
