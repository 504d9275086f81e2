import type { Origins } from './origin.js';

export type IndexOption =
  | 'addaltclass'
  | 'fancyindexing'
  | 'foldersfirst'
  | 'htmltable'
  | 'iconsarelinks'
  | 'ignorecase'
  | 'ignoreclient'
  | 'scanhtmltitles'
  | 'showforbidden'
  | 'suppresscolumnsorting'
  | 'suppressdescription'
  | 'suppresshtmlpreamble'
  | 'suppressicon'
  | 'suppresslastmodified'
  | 'suppressrules'
  | 'suppresssize'
  | 'trackmodified'
  | 'versionsort'
  | 'xhtml';

/** `set` is there where options were given without signs; `none`: the section takes all of them back. */
export interface IndexOptionsSetting {
  readonly none?: boolean;
  readonly set?: readonly IndexOption[];
  readonly add: readonly IndexOption[];
  readonly remove: readonly IndexOption[];
}

/** Something said of entries: by a pattern for names, by media type or by encoding, below a path. */
export interface IndexItem {
  readonly by: 'path' | 'type' | 'encoding';
  readonly pattern: string;
  readonly below: string;
  readonly text: string;
}

export interface IndexDescription {
  readonly pattern: string;
  readonly text: string;
}

/** A width in characters; `fit`: as wide as the widest entry. */
export interface IndexWidth {
  readonly width?: number;
  readonly fit: boolean;
}

/** Per-directory settings of mod_autoindex. */
export interface AutoindexSettings {
  readonly options?: IndexOptionsSetting;
  readonly nameWidth?: IndexWidth;
  readonly descriptionWidth?: IndexWidth;
  readonly iconWidth?: number;
  readonly iconHeight?: number;
  readonly contentType?: string;
  readonly charset?: string;
  readonly oldDates?: boolean;
  readonly orderKey?: 'N' | 'M' | 'S' | 'D';
  readonly orderDirection?: 'A' | 'D';
  readonly icons?: readonly IndexItem[];
  readonly alts?: readonly IndexItem[];
  readonly descriptions?: readonly IndexDescription[];
  readonly ignored?: readonly IndexItem[];
  /** Whether what outer sections ignore is forgotten. */
  readonly ignoreAfresh?: boolean;
  readonly defaultIcon?: string;
  readonly styleSheet?: string;
  readonly headInsert?: string;
  readonly header?: string;
  readonly readme?: string;
  readonly from?: Origins;
}
