import type { MergedNode } from './sections.js';

/** What walking down to a file came to; inner requests for files of the same folder take it over (httpd's walk cache). */
export interface WalkedFolders {
  /** The settings of all Directory sections and per-directory files on the way. */
  readonly node: MergedNode;
  /** The folder that was reached, with a slash at its end. */
  readonly folder: string;
}
