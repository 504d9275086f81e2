/** A place: `file` indexes the ruleset's `files`; line and column count from 1. */
export interface WrittenPlace {
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

/** Where a piece of the ruleset was written; in a macro its definition, and `used` has the lines that use it, the nearest first. */
export interface Origin extends WrittenPlace {
  /** The per-directory file it stands in, which is none of the ruleset's: `file` is -1 then. */
  readonly path?: string;
  readonly used?: readonly WrittenPlace[];
}

/** By name, where a module's directives are written, in order. */
export type Origins = Readonly<Record<string, readonly Origin[]>>;
