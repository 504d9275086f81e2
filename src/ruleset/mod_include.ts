import type { Origins } from './origin.js';

/** Per-directory settings of mod_include. */
export interface IncludeSettings {
  readonly xBitHack?: 'Off' | 'On' | 'Full';
  readonly errorMessage?: string;
  /** In strftime's notation. */
  readonly timeFormat?: string;
  readonly undefinedEcho?: string;
  readonly lastModified?: boolean;
  readonly etag?: boolean;
  /** Conditions have the grammar of httpd 2.2. */
  readonly legacyExpressions?: boolean;
  readonly from?: Origins;
}

/** Per-server settings of mod_include: what elements begin and end with. */
export interface ServerInclude {
  readonly startTag?: string;
  readonly endTag?: string;
}
