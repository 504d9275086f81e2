import type { Origin } from '../ruleset/origin.js';
import type { Exchange } from './exchange.js';

/** httpd's authorization verdicts (mod_authz_core). */
export type Verdict = 'granted' | 'denied' | 'denied-no-user' | 'neutral' | 'error';

/** One observed step of an evaluation; skipped children of a rule are listed as skipped. */
export type Step =
  | { readonly step: 'section'; readonly title: string; readonly matched: boolean; readonly from: Origin }
  | {
      readonly step: 'rule';
      readonly rule: string;
      readonly verdict: Verdict | 'skipped';
      readonly because: string;
      readonly from: Origin;
      readonly steps: readonly Step[];
    }
  | { readonly step: 'access'; readonly verdict: 'allowed' | 'denied'; readonly because: string }
  | {
      readonly step: 'authentication';
      readonly scheme: string;
      readonly result: string;
      readonly user?: string;
    }
  | { readonly step: 'log'; readonly level: LogLevel; readonly code?: string; readonly message: string }
  | { readonly step: 'phase'; readonly phase: string; readonly result: string };

export type LogLevel = 'alert' | 'crit' | 'error' | 'warn' | 'notice' | 'info' | 'debug';

/** Receives what evaluation does; `steps` is absent in production, where only `log` counts. */
export interface Recorder {
  /**
   * One line for the error log in httpd's sense. `code` is httpd's message id where it has one; `module`
   * says whose line it is where that does not tell.
   */
  log(level: LogLevel, code: string | undefined, message: string, module?: string): void;
  /** The recorder for one exchange, where lines tell of it. */
  readonly of?: (exchange: Exchange) => Recorder;
  /** Whether lines of a level reach a log; where it is absent, lines that cost time are not made. */
  readonly wants?: (level: LogLevel) => boolean;
  /** How many lines went into the log so far, where there is one. */
  readonly written?: number;
  /** Whether steps are wanted: building them costs time. */
  readonly wantsSteps: boolean;
  step(step: Step): void;
}
