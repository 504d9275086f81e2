import type { Origin } from '../ruleset/origin.js';

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
  | { readonly step: 'phase'; readonly phase: string; readonly result: string }
  /** The path of a target, and what became of it. */
  | { readonly step: 'path'; readonly target: string; readonly path: string }
  /** The server that answers. */
  | { readonly step: 'server'; readonly title: string; readonly name?: string; readonly from?: Origin }
  /** What a path leads to: a file or an upstream. */
  | { readonly step: 'translation'; readonly by: string; readonly result: string }
  /** A RewriteRule that matched, and the name it leaves. */
  | { readonly step: 'rewrite'; readonly rule: string; readonly result: string; readonly from: Origin }
  | {
      readonly step: 'expression';
      /** As written; absent for texts with variables. */
      readonly text?: string;
      readonly result: boolean | string;
      /** Variables and functions with their values, in the order they were read. */
      readonly read: readonly (readonly [name: string, value: string])[];
    }
  /** Set, changed (with `before`) or removed (without `after`). */
  | {
      readonly step: 'change';
      readonly thing: ChangedThing;
      readonly name: string;
      readonly phase: string;
      readonly before?: string;
      readonly after?: string;
      readonly from?: Origin;
    }
  | {
      readonly step: 'error document';
      readonly status: number;
      /** What is sent; absent: the server's own page. */
      readonly document?: string;
    };

/** What directives and modules change of a request. Error fields are those that stay when an error page takes over. */
export type ChangedThing = 'variable' | 'request field' | 'response field' | 'error field';

export type LogLevel = 'alert' | 'crit' | 'error' | 'warn' | 'notice' | 'info' | 'debug';
