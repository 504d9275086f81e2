import type { Requirement, Rule } from '../ruleset/mod_authz_core.js';
import type { Settings, SettingsModule } from '../ruleset/ruleset.js';

/** Which modules have settings. */
export type Presence = { readonly [M in SettingsModule]?: boolean };

/**
 * What is asked of a set of sections for nearly every request, worked out once. With many sections their settings lie far apart in
 * memory, and looking at them costs more than what is decided by them: so this is small, and one object for all sets where they have the same.
 */
export interface Gate {
  readonly says: Presence;
  /** The Require lines in force, without containers that change nothing. */
  readonly rule: Rule | undefined;
  /** The AuthType in lower case, where it is a plain text other than None. */
  readonly plainAuthType: string | undefined;
}

export function gateOf(settings: Settings): Gate {
  const { mod_authz_core, mod_authn_core } = settings;
  const type = mod_authn_core?.authType;
  const lower = typeof type === 'string' ? type.toLowerCase() : 'none';
  return {
    says: presenceOf(settings),
    rule: mod_authz_core?.rule && withoutContainers(mod_authz_core.rule),
    plainAuthType: lower === 'none' ? undefined : (usualTypes.find((usual) => usual === lower) ?? lower),
  };
}

/** One text for all sets. */
const usualTypes: readonly string[] = ['gssapi', 'basic', 'kerberos', 'kerberosv5'];

const presences = new Map<string, Presence>();

/** There are not many different ones, because who writes sections has few kinds of them; each is kept. */
function presenceOf(settings: Settings): Presence {
  const modules = (Object.keys(settings) as SettingsModule[]).filter(
    (module) => settings[module] !== undefined,
  );
  const key = modules.join();
  const known = presences.get(key);
  if (known) return known;
  const presence = Object.freeze(
    Object.fromEntries(
      Object.keys(settings).map((module) => [module, modules.includes(module as SettingsModule)]),
    ),
  );
  if (presences.size < mostKept) presences.set(key, presence);
  return presence;
}

/** A container of one rule that it does not turn around says what that rule says. */
function withoutContainers(rule: Rule): Rule {
  if (rule.kind === 'require') return { ...rule, test: shared(rule.test) };
  const [only, ...others] = rule.rules;
  return only && others.length === 0 && rule.kind !== 'none' && !rule.negated
    ? withoutContainers(only)
    : rule;
}

const tests = new Map<string, Requirement>();
const mostKept = 10_000;
const longestKey = 200;

/** Many sections ask for the same: one object for equal tests, as long as they are few and small; else one beside what else the set holds. */
function shared(test: Requirement): Requirement {
  const key = JSON.stringify(test);
  const known = tests.get(key);
  if (known) return known;
  if (key.length <= longestKey && tests.size < mostKept) tests.set(key, test);
  return { ...test };
}
