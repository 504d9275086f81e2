import type { Requirement } from '../ruleset/mod_authz_core.js';
import type { Exchange } from './exchange.js';
import type { Answers, Look } from './expression-run.js';
import type { LogLevel, Verdict } from './trace.js';

/** What a test must know from outside before it can give a verdict. */
export type LookUp =
  | { readonly of: 'client' }
  | { readonly of: 'name'; readonly name: string }
  | { readonly of: 'expression'; readonly look: Look };

/** One authorization under way. It starts again from the beginning after each look-up, so nothing is written to the log before the end. */
export interface Authorization {
  readonly exchange: Exchange;
  /** Addresses of names looked up so far (Require forward-dns). */
  readonly addresses: Map<string, readonly string[]>;
  /** What Require expr looked up so far. */
  readonly answers: Answers;
  /** Set by a test that cannot go on; its verdict then does not count. */
  missing: LookUp | undefined;
  /** Lines for the log. */
  readonly lines: { readonly level: LogLevel; readonly code: string; readonly message: string }[];
}

/** The test of one kind of Require line. */
export type RequirementTest<P extends Requirement['provider']> = (
  requirement: Requirement & { readonly provider: P },
  authorization: Authorization,
) => Verdict;

/** Stops the authorization until the look-up is done. */
export function waitFor(authorization: Authorization, lookUp: LookUp): Verdict {
  authorization.missing = lookUp;
  return 'error';
}

export function logLine(authorization: Authorization, level: LogLevel, code: string, message: string): void {
  authorization.lines.push({ level, code, message });
}
