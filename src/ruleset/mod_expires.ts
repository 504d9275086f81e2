import type { Origins } from './origin.js';

/** When an answer ceases to be fresh: so many seconds after the request, or after its file last changed. */
export interface Expiry {
  readonly from: 'access' | 'modification';
  readonly seconds: number;
}

/** Per-directory settings of mod_expires. */
export interface ExpiresSettings {
  readonly active?: boolean;
  readonly byDefault?: Expiry;
  /** By media type; `text/*` counts where the section that is merged last has such a type. */
  readonly types?: readonly { readonly type: string; readonly expiry: Expiry }[];
  readonly wildcards?: boolean;
  readonly from?: Origins;
}
