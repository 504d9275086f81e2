import type { AppliedSection } from '../evaluate/sections.js';
import type { Requirement, Rule } from '../ruleset/mod_authz_core.js';
import type { Place } from './place.js';

export type RequireRule = Extract<Rule, { kind: 'require' }>;

/** The Require lines of a rule, in any depth. */
export function requiresIn(rule: Rule | undefined): readonly RequireRule[] {
  if (!rule) return [];
  return rule.kind === 'require' ? [rule] : rule.rules.flatMap(requiresIn);
}

/** Whether a test wants a user who has logged in. */
export function wantsUser(test: Requirement): boolean {
  switch (test.provider) {
    case 'valid-user':
    case 'user':
    case 'group':
    case 'file-group':
    case 'file-owner':
    case 'pac-group':
      return true;
    case 'expr':
      return test.mentionsUser;
    default:
      return test.provider.startsWith('ldap-');
  }
}

/** Whether a rule can only be met by somebody who has logged in. */
export function demandsUser(rule: Rule): boolean {
  if (rule.kind === 'require') return !rule.negated && wantsUser(rule.test);
  if (rule.negated || rule.kind === 'none') return false;
  return rule.kind === 'all'
    ? rule.rules.some(demandsUser)
    : rule.rules.length > 0 && rule.rules.every(demandsUser);
}

/** The section whose Require lines count at a place, and the one whose login they replace; `undefined` where no login is replaced. */
export function replacedLogin({
  sections,
}: Place): { readonly inner: AppliedSection; readonly outer: AppliedSection } | undefined {
  const saying = sections.filter(({ settings }) => settings.mod_authz_core?.rule);
  const [inner, outer] = [saying.at(-1), saying.at(-2)];
  const outerRule = outer?.settings.mod_authz_core?.rule;
  return inner && outer && outerRule && demandsUser(outerRule) ? { inner, outer } : undefined;
}
