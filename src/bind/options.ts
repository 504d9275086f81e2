/** What stands around a configuration file: httpd's command line and environment. */
export interface BindOptions {
  /** `-d`; a ServerRoot directive overrides it. */
  readonly serverRoot?: string;
  /** `-D` names. */
  readonly defines: readonly string[];
  /** `-c` and `-C` directives, read after and before the file. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /**
   * The text may be a part of a configuration, such as a file of conf.d: when it loads modules and none of them is an MPM, those that it
   * does not load count as loaded too.
   */
  readonly mayBePart?: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
