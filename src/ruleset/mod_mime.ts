import type { Origins } from './origin.js';

/** What one file extension (without the dot, lower case) means; null unsets (Remove…). */
export interface ExtensionMeaning {
  readonly type?: string | null;
  readonly encoding?: string | null;
  readonly charset?: string | null;
  readonly handler?: string | null;
  readonly language?: string | null;
}

export interface MimeSettings {
  readonly extensions?: Readonly<Record<string, ExtensionMeaning>>;
  readonly defaultLanguage?: string;
  readonly from?: Origins;
}
