import type { Requirement, Rule } from '../ruleset/mod_authz_core.js';
import { type Authorization, logLine, type RequirementTest, waitFor } from './authz.js';
import { LookAnswers, markOf, returnTo } from './authz-effects.js';
import { tellDenials, tellLines, tellResult } from './authz-log.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { attemptCondition } from './expression.js';
import { lookKey } from './expression-run.js';
import { testLdap } from './ldap-requirements.js';
import { type LookUps, lookUp } from './look-up.js';
import { coversMethod } from './method-set.js';
import { noteFailure } from './mod_auth_basic.js';
import { authTypeOf } from './mod_authn_core.js';
import { testFileGroup, testGroup } from './mod_authz_groupfile.js';
import { testForwardDns, testHost, testIp, testLocal } from './mod_authz_host.js';
import { testFileOwner } from './mod_authz_owner.js';
import { testUser, testValidUser } from './mod_authz_user.js';
import { namedValue } from './named-values.js';
import { ask, type Evaluation } from './need.js';
import { testPacGroup } from './pac-groups.js';
import { settingsUnder } from './provider-settings.js';
import { reasonOf, ruleText } from './rule-text.js';
import { isVerified } from './ssl-client.js';
import type { Step, Verdict } from './trace.js';

/** httpd asks twice: before it knows a user, and once more when the verdict depends on one. */
export type Moment = 'before-authentication' | 'after-authentication';

/** `authorize` where nothing has to be looked up, which is nearly always; `undefined` where something has. */
export function authorizeAtOnce(exchange: Exchange, moment: Moment): Status | 'needs-user' | undefined {
  const { node, recorder } = exchange;
  if (!node.rule) return withoutRule(exchange);
  const told = recorder.wantsSteps || isTalkative(exchange);
  if (node.gate.needsUser && exchange.user === undefined && moment === 'before-authentication' && !told)
    return 'needs-user';
  const authorization = newAuthorization(exchange, noAddresses, noAnswers, noneFound);
  const steps: Step[] | undefined = recorder.wantsSteps ? [] : undefined;
  const rule = told ? node.settings.mod_authz_core!.rule! : node.rule;
  const verdict = judge(rule, 'all', authorization, steps);
  return authorization.missing ? undefined : conclude(verdict, moment, authorization, steps);
}

const noAddresses: Authorization['addresses'] = new Map();
const noAnswers: Authorization['answers'] = new Map();
const noneFound: Authorization['found'] = new Map();

function newAuthorization(
  exchange: Exchange,
  addresses: Authorization['addresses'],
  answers: Authorization['answers'],
  found: Authorization['found'],
): Authorization {
  const { settings } = exchange;
  return {
    exchange,
    settings,
    addresses,
    answers,
    found,
    missing: undefined,
    denials: undefined,
    talkative: isTalkative(exchange),
    lines: undefined,
    told: 0,
  };
}

const isTalkative = ({ recorder }: Exchange): boolean => recorder.wants?.('debug') ?? false;

function conclude(
  verdict: Verdict,
  moment: Moment,
  authorization: Authorization,
  steps: readonly Step[] | undefined,
): Status | 'needs-user' {
  const { exchange, denials } = authorization;
  tellLines(authorization);
  if (steps) for (const step of steps) exchange.recorder.step(step);
  const status = statusOf(verdict, moment, exchange);
  if (typeof status === 'number' && status >= 400 && denials) tellDenials(exchange, denials);
  return status;
}

/**
 * Judges the Require lines in force (mod_authz_core). 0 lets the request go on, `needs-user` asks for authentication first,
 * which only happens before it.
 */
export function* authorize(
  exchange: Exchange,
  moment: Moment,
  lookUps: LookUps,
): Evaluation<Status | 'needs-user'> {
  const rule = exchange.settings.mod_authz_core?.rule;
  if (!rule) return withoutRule(exchange);
  const authorization = newAuthorization(
    exchange,
    new Map(),
    new LookAnswers(exchange.connection),
    new Map(),
  );
  const start = markOf(exchange);
  for (;;) {
    const steps: Step[] | undefined = exchange.recorder.wantsSteps ? [] : undefined;
    const verdict = judge(rule, 'all', authorization, steps);
    if (!authorization.missing) return conclude(verdict, moment, authorization, steps);
    yield* find(authorization, lookUps);
    // What a test has changed holds from its place on: a test in front of it must not see it when all start again.
    returnTo(start, exchange);
  }
}

function* find(authorization: Authorization, lookUps: LookUps): Evaluation<void> {
  const { missing, addresses, exchange } = authorization;
  tellLines(authorization);
  if (missing?.of === 'name') {
    addresses.set(missing.name, yield* ask({ need: 'resolve', direction: 'addresses', of: missing.name }));
  }
  if (missing?.of === 'expression') {
    const answer = yield* lookUp(missing.look, exchange, lookUps);
    authorization.answers.set(lookKey(missing.look), answer);
  }
  if (missing?.of === 'world') authorization.found.set(missing.key, yield* missing.find());
  authorization.missing = undefined;
  authorization.lines = undefined;
  authorization.denials = undefined;
}

/** Without Require, an AuthType is a mistake that must not open the site. */
function withoutRule(exchange: Exchange): Status {
  if (authTypeOf(exchange) === undefined) return ok;
  const message = 'AuthType configured with no corresponding authorization directives';
  exchange.recorder.log('error', 'AH01627', message);
  return 500;
}

function statusOf(verdict: Verdict, moment: Moment, exchange: Exchange): Status | 'needs-user' {
  switch (verdict) {
    case 'granted':
      return ok;
    case 'error':
      return 500;
    case 'denied-no-user':
      if (moment === 'before-authentication') return 'needs-user';
      return refuse(
        exchange,
        401,
        'AH01629',
        `authorization failure (no authenticated user): ${exchange.uri}`,
      );
    case 'denied':
    case 'neutral':
      return denied(exchange, moment);
  }
}

function denied(exchange: Exchange, moment: Moment): Status {
  const { filename, uri, user } = exchange;
  if (moment === 'before-authentication' || authTypeOf(exchange) === undefined) {
    return refuse(
      exchange,
      403,
      'AH01630',
      `client denied by server configuration: ${filename ?? `uri ${uri}`}`,
    );
  }
  const status = forbids(exchange) ? 403 : 401;
  return refuse(
    exchange,
    status,
    'AH01631',
    `user ${user ?? '(null)'}: authorization failure for "${uri}": `,
  );
}

/** What AuthzSendForbiddenOnFailure says, or for users who are known what KerbgateForbiddenOnFailure says for the whole server. */
function forbids({ settings: { mod_authz_core, mod_kerbgate }, user }: Exchange): boolean {
  const everywhere = user !== undefined && (mod_kerbgate?.forbiddenOnFailure ?? false);
  return mod_authz_core?.forbiddenOnFailure ?? everywhere;
}

function refuse(exchange: Exchange, status: Status, code: string, message: string): Status {
  exchange.recorder.log('error', code, message);
  if (status === 401 && exchange.user !== undefined) noteFailure(exchange);
  return status;
}

/**
 * The verdict of a rule. `within` says what it counts for: under `all` a rule limited to other methods is granted, elsewhere it
 * does not count.
 */
function judge(
  rule: Rule,
  within: 'all' | 'any',
  authorization: Authorization,
  steps: Step[] | undefined,
): Verdict {
  if (!coversRule(rule, authorization.exchange.method)) {
    const verdict = within === 'all' ? 'granted' : 'neutral';
    tellResult(authorization, rule, verdict, true);
    steps?.push(stepOf(rule, verdict, 'directive limited to other methods', []));
    return verdict;
  }
  if (rule.kind === 'require') {
    const verdict = negate(testRule(rule, authorization), rule.negated);
    if (verdict === 'denied' || verdict === 'denied-no-user') noteDenial(authorization, rule);
    tellResult(authorization, rule, verdict);
    steps?.push(stepOf(rule, verdict, reasonOf(rule, authorization.exchange), []));
    return verdict;
  }
  const inner: Step[] | undefined = steps && [];
  const combined =
    rule.kind === 'all'
      ? judgeAll(rule.rules, authorization, inner)
      : judgeAny(rule.rules, authorization, inner);
  const verdict = negate(combined, rule.negated !== (rule.kind === 'none'));
  tellResult(authorization, rule, verdict);
  steps?.push(stepOf(rule, verdict, '', inner ?? []));
  return verdict;
}

function noteDenial(authorization: Authorization, rule: Rule): void {
  authorization.denials ??= [];
  authorization.denials.push(rule);
}

/** A container covers the methods of its rules together. */
function coversRule(rule: Rule, method: string): boolean {
  if (rule.kind === 'require') return coversMethod(rule.methods, method);
  for (const child of rule.rules) if (coversRule(child, method)) return true;
  return false;
}

/** The first denial decides; one that a user may change waits for the others. */
function judgeAll(rules: readonly Rule[], authorization: Authorization, steps: Step[] | undefined): Verdict {
  let result: Verdict = 'neutral';
  for (let at = 0; at < rules.length; at++) {
    const verdict = judge(rules[at]!, 'all', authorization, steps);
    if (verdict === 'error' || verdict === 'denied') {
      skip(rules, at + 1, steps);
      return verdict;
    }
    if (verdict === 'denied-no-user' || (verdict === 'granted' && result === 'neutral')) result = verdict;
  }
  return result;
}

/** The first grant decides; a denial that a user may change counts for more than a plain one. */
function judgeAny(rules: readonly Rule[], authorization: Authorization, steps: Step[] | undefined): Verdict {
  let result: Verdict = 'neutral';
  for (let at = 0; at < rules.length; at++) {
    const verdict = judge(rules[at]!, 'any', authorization, steps);
    if (verdict === 'error' || verdict === 'granted') {
      skip(rules, at + 1, steps);
      return verdict;
    }
    if (verdict === 'denied-no-user' || (verdict === 'denied' && result === 'neutral')) result = verdict;
  }
  return result;
}

/** Refusing whom a rule grants is a denial; not granting someone is no ground to let them in. */
function negate(verdict: Verdict, negated: boolean): Verdict {
  if (!negated) return verdict;
  if (verdict === 'granted') return 'denied';
  return verdict === 'error' ? verdict : 'neutral';
}

type Tests = { readonly [P in Requirement['provider']]: RequirementTest<P> };

const tests: Tests = {
  all: ({ granted }) => (granted ? 'granted' : 'denied'),
  'valid-user': testValidUser,
  user: testUser,
  group: testGroup,
  'file-group': testFileGroup,
  'file-owner': testFileOwner,
  env: ({ names }, { exchange }) =>
    names.some((name) => namedValue(exchange.env, name) !== undefined) ? 'granted' : 'denied',
  method: ({ methods }, { exchange }) =>
    coversMethod(
      { names: methods.includes('HEAD') ? [...methods, 'GET'] : methods, except: false },
      exchange.method,
    )
      ? 'granted'
      : 'denied',
  expr: testExpression,
  ip: testIp,
  host: testHost,
  'forward-dns': testForwardDns,
  local: testLocal,
  ssl: (_requirement, { exchange }) => (exchange.connection.tls ? 'granted' : 'denied'),
  'ssl-verify-client': (_requirement, { exchange }) => (isVerified(exchange) ? 'granted' : 'denied'),
  'pac-group': testPacGroup,
  'ldap-user': testLdap,
  'ldap-group': testLdap,
  'ldap-dn': testLdap,
  'ldap-attribute': testLdap,
  'ldap-filter': testLdap,
  'ldap-search': testLdap,
};

/** An alias has settings of its own, which hold while its requirement is tested. */
function testRule({ test, alias }: Rule & { kind: 'require' }, authorization: Authorization): Verdict {
  if (alias === undefined) return testRequirement(test, authorization);
  const { exchange, settings } = authorization;
  const own = exchange.program.ruleset.authzAliases?.[alias]?.settings;
  authorization.settings = settingsUnder(exchange, own);
  const verdict = testRequirement(test, authorization);
  authorization.settings = settings;
  return verdict;
}

function testRequirement<P extends Requirement['provider']>(
  requirement: Requirement & { readonly provider: P },
  authorization: Authorization,
): Verdict {
  const test: RequirementTest<P> = tests[requirement.provider];
  return test(requirement, authorization);
}

/** A condition that mentions the user may hold once there is one. */
function testExpression(
  { condition, mentionsUser }: Requirement & { provider: 'expr' },
  authorization: Authorization,
): Verdict {
  const result = attemptCondition(condition, authorization.exchange, authorization.answers);
  if (result === true) return 'granted';
  if (result !== false && 'look' in result) return waitFor(authorization, { of: 'expression', look: result });
  if (result === false) return mentionsUser ? 'denied-no-user' : 'denied';
  const message = `Error evaluating expression in 'Require expr': ${result.problem}`;
  logLine(authorization, 'error', 'AH02320', message);
  return 'error';
}

function stepOf(rule: Rule, verdict: Verdict | 'skipped', because: string, steps: readonly Step[]): Step {
  return { step: 'rule', rule: ruleText(rule), verdict, because, from: rule.from, steps };
}

/** What a decided container does not ask any more. */
function skip(rules: readonly Rule[], from: number, steps: Step[] | undefined): void {
  if (!steps) return;
  for (const rule of rules.slice(from)) steps.push(stepOf(rule, 'skipped', 'already decided', []));
}
