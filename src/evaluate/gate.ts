import type { CoreSettings } from '../ruleset/core.js';
import { frozenCopy } from '../ruleset/freeze.js';
import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import type { Rule } from '../ruleset/mod_authz_core.js';
import type { Settings, SettingsModule } from '../ruleset/ruleset.js';

/** Which modules have settings. */
export type Presence = { readonly [M in SettingsModule]?: boolean };

/**
 * What is asked of a set of sections for nearly every request, worked out once. With many sections their settings lie far apart in
 * memory, and looking at them costs more than what is decided by them: so sets where all of this is the same have one object for it.
 */
export interface Gate {
  readonly says: Presence;
  /** The AuthType in lower case, where it is a plain text other than None. */
  readonly plainAuthType: string | undefined;
  /** Whether all that the Require lines say of somebody unknown is that a user is needed. */
  readonly needsUser: boolean;
  /** What these modules say; where the lines stand is for the set's own settings to tell. */
  readonly core: CoreSettings | undefined;
  readonly mod_auth_gssapi: AuthGssapiSettings | undefined;
}

/** How many are kept at a time, and how long their text may be: what many sets have comes again soon after all are given up. */
const mostGates = 100;
const mostValues = 1000;
const longestText = 1000;

/** Makes what sets of sections have in common one object for all of them. */
export class Gates {
  readonly #gates: Gate[] = [];
  readonly #values = new Map<string, object>();

  of(settings: Settings): Gate {
    const { core, mod_auth_gssapi } = settings;
    const gate: Gate = {
      says: this.#presenceOf(settings),
      plainAuthType: plainAuthTypeOf(settings),
      needsUser: needsUser(settings.mod_authz_core?.rule),
      core: core && this.#shared(core),
      mod_auth_gssapi: mod_auth_gssapi && this.#shared(mod_auth_gssapi),
    };
    const known = this.#gates.find((other) => isSame(gate, other));
    if (known) return known;
    if (this.#gates.length === mostGates) this.#gates.length = 0;
    this.#gates.push(gate);
    return gate;
  }

  /** The Require lines in force, without containers that change nothing. A single one is that of all sets with an equal one. */
  ruleOf(settings: Settings): Rule | undefined {
    const rule = writtenRule(settings);
    return rule?.kind === 'require' ? this.#shared(rule) : rule;
  }

  #presenceOf(settings: Settings): Presence {
    const modules = Object.keys(settings) as SettingsModule[];
    const says = modules.map((module) => [module, settings[module] !== undefined]);
    return this.#shared<Presence & { from?: never }>(Object.fromEntries(says));
  }

  /** The same but for its origin. */
  #shared<T extends { readonly from?: unknown }>(value: T): T {
    const text = JSON.stringify({ ...value, from: undefined });
    const known = this.#values.get(text) as T | undefined;
    if (known) return known;
    // A copy lies beside what else its set has.
    const copy = frozenCopy(value);
    if (this.#values.size === mostValues) this.#values.clear();
    if (text.length <= longestText) this.#values.set(text, copy);
    return copy;
  }
}

function isSame(one: Gate, other: Gate): boolean {
  return (Object.keys(one) as (keyof Gate)[]).every((name) => one[name] === other[name]);
}

/** The Require lines in force as they were written for this set, without containers that change nothing. */
export function writtenRule({ mod_authz_core }: Settings): Rule | undefined {
  return mod_authz_core?.rule && withoutContainers(mod_authz_core.rule);
}

/** A container of one rule that it does not turn around says what that rule says. */
function withoutContainers(rule: Rule): Rule {
  if (rule.kind === 'require') return rule;
  const [only, ...others] = rule.rules;
  return only && others.length === 0 && rule.kind !== 'none' && !rule.negated
    ? withoutContainers(only)
    : rule;
}

function needsUser(rule: Rule | undefined): boolean {
  if (!rule || rule.negated || rule.kind === 'none') return false;
  if (rule.kind === 'require')
    return !rule.methods && (rule.test.provider === 'user' || rule.test.provider === 'valid-user');
  return rule.rules.length > 0 && rule.rules.every(needsUser);
}

function plainAuthTypeOf({ mod_authn_core }: Settings): string | undefined {
  const type = mod_authn_core?.authType;
  const lower = typeof type === 'string' ? type.toLowerCase() : 'none';
  return lower === 'none' ? undefined : (usualTypes.find((usual) => usual === lower) ?? lower);
}

/** One text for all sets. */
const usualTypes: readonly string[] = ['gssapi', 'basic', 'kerberos', 'kerberosv5'];
