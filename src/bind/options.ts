import type { Scope } from '../directives/define.js';

/** What the lines of a per-directory file may be: httpd's override, override_opts and override_list at its folder. */
export interface Allowance {
  readonly classes: readonly Scope[];
  /** Options that an Options line may name; absent: all. */
  readonly options?: ReadonlySet<string>;
  /** Single directives in lower case; a section begins with `<`. */
  readonly names: ReadonlySet<string>;
  /** Forbidden directives are passed over with a warning. */
  readonly passesForbidden: boolean;
  /** Unknown directives are passed over with a warning. */
  readonly passesUnknown: boolean;
}

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
  /** Texts that stand for files, by path: what is there as a file does not count. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Folders; files that lie elsewhere, symbolic links followed, are not included. */
  readonly within?: readonly string[];
  /** Only for a per-directory file: what may stand in it. */
  readonly allowance?: Allowance;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
