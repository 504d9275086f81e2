import type { RequirementArgument } from '../directives/authz-words.js';
import { modAuthzCore } from '../directives/mod_authz_core.js';
import type { Requirement, Rule } from '../ruleset/mod_authz_core.js';
import { finishedSettings, newRoom, type RuleFrame } from './draft.js';
import { type Contents, limited, lowerings, type To } from './lowering.js';
import { mentionsUser } from './mentions-user.js';
import { refuseNested } from './password-providers.js';

type Here = To<'mod_authz_core'>;

export const authzCore = lowerings(modAuthzCore, {
  AuthzProviderAlias({ provider, alias, test }, to, contents) {
    const room = newRoom();
    contents(room, { kind: 'condition' });
    if (to.aliases.authz.has(provider)) return refuseNested('Authz', to);
    const requirement = requirementOf(test, to);
    to.aliases.authz.set(alias, { test: requirement, settings: finishedSettings(room), from: to.origin });
  },
  Require({ negated, test }, to) {
    const alias = test.provider === 'other' ? to.aliases.authz.get(test.name) : undefined;
    const requirement = alias ? alias.test : requirementOf(test, to);
    if (!requirement) return;
    if (requirement.provider === 'pac-group') refuseDenial(negated, to);
    currentFrame(to).rules.push({
      kind: 'require',
      negated,
      test: requirement,
      ...(alias && test.provider === 'other' && { alias: test.name }),
      ...limited(to),
      from: to.origin,
    });
  },
  RequireAll(_, to, contents) {
    container('all', to, contents);
  },
  RequireAny(_, to, contents) {
    container('any', to, contents);
  },
  RequireNone(_, to, contents) {
    container('none', to, contents);
  },
  AuthMerging(merging, to) {
    to.settings.merging = merging;
  },
  AuthzSendForbiddenOnFailure(forbidden, to) {
    to.settings.forbiddenOnFailure = forbidden;
  },
});

/** The innermost open container; a section's bare Require lines open an implicit `any`. */
function currentFrame(to: Here): RuleFrame {
  const open = to.room.frames.at(-1);
  if (open) return open;
  const frame: RuleFrame = { kind: 'any', negated: false, rules: [], from: to.origin };
  to.room.frames.push(frame);
  to.settings.rule = frame;
  return frame;
}

function container(kind: RuleFrame['kind'], to: Here, contents: Contents): void {
  const outer = to.room.frames.at(-1);
  const frame: RuleFrame = { kind, negated: false, rules: [], from: to.origin };
  to.room.frames.push(frame);
  contents();
  to.room.frames.pop();
  // Only when what is in it is not served: binding refuses empty ones.
  if (frame.rules.length === 0) return;
  currentFrame(to).rules.push(frame);
  if (kind === 'all' && outer?.kind !== 'all') checkPositive(frame, to);
}

/** httpd joins a RequireAll inside another with the outer one before it looks for something that lets users in. */
function checkPositive(frame: RuleFrame, to: Here): void {
  if (hasPositive(frame.rules)) return;
  to.problem('AH01624: <RequireAll> directive contains only negative authorization directives', {
    nowhere: true,
    hint: 'add what lets users in, for example "Require all granted"',
  });
}

function hasPositive(rules: readonly Rule[]): boolean {
  return rules.some((rule) =>
    rule.kind === 'require'
      ? !rule.negated
      : rule.kind === 'all'
        ? hasPositive(rule.rules)
        : rule.kind === 'any',
  );
}

/** A ticket without groups is in none of them, so that a denial would let in whoever has no such ticket. */
function refuseDenial(negated: boolean, to: Here): void {
  if (!negated && to.room.frames.every(({ kind }) => kind !== 'none')) return;
  to.problem('Require pac-group cannot be negated', {
    why: 'who comes with a ticket that tells no groups would be let in',
    hint: 'name the groups that may',
  });
}

function requirementOf(test: RequirementArgument, to: Here): Requirement | undefined {
  switch (test.provider) {
    case 'other':
      to.unserved(
        `Require ${test.name} is not served`,
        /^dbm-/.test(test.name)
          ? 'write the groups to a file for AuthGroupFile, and use Require group'
          : 'use valid-user, user, group, ip, host, env, method or expr',
      );
      return undefined;
    case 'expr':
      return { ...test, mentionsUser: mentionsUser(test.condition.expression) };
    default:
      return test;
  }
}
