/** Where a piece of the ruleset was written: `file` indexes the ruleset's `files`; line and column count from 1. */
export interface Origin {
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

/** Per setting of a module, by directive name, the place that set it. */
export type Origins = Readonly<Record<string, Origin>>;
