/** What stands around a configuration file: httpd's command line and environment. */
export interface BindOptions {
  /** `-d`; a ServerRoot directive overrides it. */
  readonly serverRoot?: string;
  /** `-D` names. */
  readonly defines: readonly string[];
  /** `-c` and `-C` directives, read after and before the file. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}
