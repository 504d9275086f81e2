/** A place of a made-up configuration, and the requests that it is asked with. */
export interface MadePlace {
  readonly path: string;
  /** The whole section, or several. */
  readonly text: string;
  readonly requests: readonly string[];
}
