import type { RewriteRule } from '../ruleset/mod_rewrite.js';
import type { Exchange } from './exchange.js';
import type { LookUps } from './look-up.js';

/** One run through a list of rules. */
export interface Rewriting {
  readonly exchange: Exchange;
  readonly lookUps: LookUps;
  /** The folder or path of the section whose rules these are; absent for the server's. */
  readonly directory: string | undefined;
  /** Whether the name is that of an upstream already. */
  readonly proxied: boolean;
  /** What is being rewritten (`r->filename`). */
  name: string;
  /** What patterns are tried on: the name without the section's folder. */
  uri: string;
  ruleGroups: readonly (string | undefined)[] | undefined;
  conditionGroups: readonly (string | undefined)[] | undefined;
  /** Request fields that the condition at hand looked at, and those that the rule depends on. */
  readonly seen: string[];
  readonly varies: string[];
  /** The last rule that has changed the name. */
  last: RewriteRule | undefined;
}

/** A run that begins with a name. */
export function newRewriting(
  exchange: Exchange,
  lookUps: LookUps,
  directory: string | undefined,
  name: string,
): Rewriting {
  return {
    exchange,
    lookUps,
    directory,
    proxied: exchange.proxy !== undefined,
    name,
    uri: name,
    ruleGroups: undefined,
    conditionGroups: undefined,
    seen: [],
    varies: [],
    last: undefined,
  };
}

/** Gives the request another name, which variables tell too. */
export function rename(rewriting: Rewriting, name: string): void {
  rewriting.name = name;
  if (!rewriting.proxied) rewriting.exchange.filename = name;
}
