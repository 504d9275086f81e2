import type { Origin } from './origin.js';
import type { Condition } from './text.js';

/** One CustomLog, GlobalLog or TransferLog line. */
export interface AccessLogLine {
  /** An absolute path, or a program behind `|`, `||` or `|$`. */
  readonly target: string;
  /** The form of its lines or the name of one; absent: the form that LogFormat set last. */
  readonly format?: string;
  readonly when?:
    | { readonly kind: 'env'; readonly name: string; readonly negated: boolean }
    | { readonly kind: 'expression'; readonly condition: Condition };
  /** Whether virtual hosts with logs of their own write to it too (GlobalLog). */
  readonly everywhere?: boolean;
  readonly from: Origin;
}

/** The access logs of one server as they are written (mod_log_config); names are resolved when the logs are opened. */
export interface AccessLogging {
  readonly formats: Readonly<Record<string, string>>;
  /** LogFormat without a name, or the name of a form. */
  readonly defaultFormat?: string;
  readonly buffered?: boolean;
  readonly logs: readonly AccessLogLine[];
}
