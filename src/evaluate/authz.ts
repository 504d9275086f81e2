import type { Requirement, Rule } from '../ruleset/mod_authz_core.js';
import type { Settings } from '../ruleset/ruleset.js';
import type { Exchange } from './exchange.js';
import type { Answers, Look } from './expression-run.js';
import type { Evaluation } from './need.js';
import type { LogLevel, Verdict } from './trace.js';

/** What a test must know from outside before it can give a verdict. */
export type LookUp =
  | { readonly of: 'name'; readonly name: string }
  | { readonly of: 'expression'; readonly look: Look }
  /** Anything else; what `find` gives is kept under `key`, which says all that it depends on. */
  | { readonly of: 'world'; readonly key: string; readonly find: () => Evaluation<unknown> };

/**
 * One authorization under way. It starts again from the beginning after each look-up: what tests have changed of the request is taken
 * back before, and only lines that were not told yet are told.
 */
export interface Authorization {
  readonly exchange: Exchange;
  /** What the requirement under test has to use: the request's settings, or those of an AuthzProviderAlias over them. */
  settings: Settings;
  /** Addresses of names looked up so far (Require forward-dns). */
  readonly addresses: Map<string, readonly string[]>;
  /** What Require expr looked up so far. */
  readonly answers: Answers;
  /** What `lookedUp` found so far. */
  readonly found: Map<string, unknown>;
  /** Set by a test that cannot go on; its verdict then does not count. */
  missing: LookUp | undefined;
  /** The requirements that have denied so far. */
  denials: Rule[] | undefined;
  /** Whether lines about each rule are wanted. */
  readonly talkative: boolean;
  /** Lines for the log. */
  lines:
    | { readonly level: LogLevel; readonly code: string | undefined; readonly message: string }[]
    | undefined;
  /** How many of them are in the log already: each start makes the same ones again up to where the last one stopped. */
  told: number;
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

/**
 * What `find` gave under this key; `undefined` when it was not asked yet: then the test returns, its verdict does not count, and
 * it is run again with the answer.
 */
export function lookedUp<T extends object>(
  authorization: Authorization,
  key: string,
  find: () => Evaluation<T>,
): T | undefined {
  const known = authorization.found.get(key);
  if (known !== undefined) return known as T;
  waitFor(authorization, { of: 'world', key, find });
  return undefined;
}

export function logLine(
  authorization: Authorization,
  level: LogLevel,
  code: string | undefined,
  message: string,
): void {
  authorization.lines ??= [];
  authorization.lines.push({ level, code, message });
}
