import type { Origins } from './origin.js';

/** What one file extension (without the dot, lower case) means; null unsets (Remove…). */
export interface ExtensionMeaning {
  readonly type?: string | null;
  readonly encoding?: string | null;
  readonly charset?: string | null;
  readonly handler?: string | null;
  readonly language?: string | null;
  /** Names behind one another with semicolons. */
  readonly outputFilters?: string | null;
}

export interface MimeSettings {
  readonly extensions?: Readonly<Record<string, ExtensionMeaning>>;
  readonly defaultLanguage?: string;
  /** Whether what follows a file's name in the path counts as its end. */
  readonly usePathInfo?: boolean;
  readonly from?: Origins;
}
