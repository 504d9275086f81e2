import { describe, expect, test } from '@jest/globals';
import { authorize, type Moment } from '../../src/evaluate/mod_authz_core.js';
import type { Verdict } from '../../src/evaluate/trace.js';
import type { AuthzCoreSettings, MethodSet, Requirement, Rule } from '../../src/ruleset/mod_authz_core.js';
import type { Settings } from '../../src/ruleset/ruleset.js';
import { parseCondition, parseStringExpression } from '../../src/syntax/parse-expression.js';
import { noLookUps, nowhere, type RequestSketch, run, sketch } from './build.js';
import { container, denied, granted, require } from './rules.js';

const validUser = require({ provider: 'valid-user' });
const posts: MethodSet = { names: ['POST'], except: false };
const condition = (text: string) => ({ text, expression: parseCondition(text).value! });

/** A rule that gives a verdict to a GET without a user; neutral is what does not count for the container it stands in. */
const giving: Readonly<Record<Verdict, (within: string) => Rule>> = {
  granted: () => granted,
  denied: () => denied,
  'denied-no-user': () => validUser,
  neutral: (within) =>
    within === 'all'
      ? require({ provider: 'all', granted: false }, { negated: true })
      : require({ provider: 'all', granted: true }, { methods: posts }),
  error: () => require({ provider: 'expr', condition: condition('file("/x") == "x"'), mentionsUser: false }),
};

function verdictOf(rule: Rule, request: RequestSketch = {}): Verdict {
  const { exchange, steps } = sketch({
    ...request,
    wantsSteps: true,
    settings: { mod_authz_core: { rule } },
  });
  run(authorize(exchange, 'before-authentication', noLookUps));
  const step = steps.find((each) => each.step === 'rule');
  if (step?.step !== 'rule' || step.verdict === 'skipped') throw new Error('no verdict');
  return step.verdict;
}

describe('containers, each combination of two verdicts as Apache logged it', () => {
  test.each<readonly [Verdict, Verdict, all: Verdict, any: Verdict]>([
    ['granted', 'granted', 'granted', 'granted'],
    ['granted', 'denied', 'denied', 'granted'],
    ['granted', 'denied-no-user', 'denied-no-user', 'granted'],
    ['granted', 'neutral', 'granted', 'granted'],
    ['denied', 'granted', 'denied', 'granted'],
    ['denied', 'denied', 'denied', 'denied'],
    ['denied', 'denied-no-user', 'denied', 'denied-no-user'],
    ['denied', 'neutral', 'denied', 'denied'],
    ['denied-no-user', 'granted', 'denied-no-user', 'granted'],
    ['denied-no-user', 'denied', 'denied', 'denied-no-user'],
    ['denied-no-user', 'denied-no-user', 'denied-no-user', 'denied-no-user'],
    ['denied-no-user', 'neutral', 'denied-no-user', 'denied-no-user'],
    ['neutral', 'granted', 'granted', 'granted'],
    ['neutral', 'denied', 'denied', 'denied'],
    ['neutral', 'denied-no-user', 'denied-no-user', 'denied-no-user'],
    ['error', 'granted', 'error', 'error'],
    ['error', 'denied', 'error', 'error'],
    ['granted', 'error', 'error', 'granted'],
    ['denied', 'error', 'denied', 'error'],
    ['denied-no-user', 'error', 'error', 'error'],
    ['neutral', 'error', 'error', 'error'],
  ])('%s and %s: all is %s, any is %s', (one, other, all, any) => {
    expect(verdictOf(container('all', giving[one]('all'), giving[other]('all')))).toBe(all);
    expect(verdictOf(container('any', giving[one]('any'), giving[other]('any')))).toBe(any);
    const negatedAny: Verdict = any === 'granted' ? 'denied' : any === 'error' ? 'error' : 'neutral';
    expect(verdictOf(container('none', giving[one]('any'), giving[other]('any')))).toBe(negatedAny);
  });

  test('neutral alone is neutral under all', () => {
    const neutral = giving.neutral('all');
    expect(verdictOf(container('all', neutral, neutral))).toBe('neutral');
  });

  test('three verdicts: a denial is not forgotten over a neutral, nor a missing user over a grant', () => {
    const [g, d, u, n] = [granted, denied, validUser, giving.neutral('all')];
    expect(verdictOf(container('all', u, g, n))).toBe('denied-no-user');
    expect(verdictOf(container('any', d, u, d))).toBe('denied-no-user');
    expect(verdictOf(container('any', container('all', g, d), u))).toBe('denied-no-user');
    expect(verdictOf(container('all', container('any', d, g), g))).toBe('granted');
  });
});

describe('negation', () => {
  test.each<readonly [Verdict, Verdict]>([
    ['granted', 'denied'],
    ['denied', 'neutral'],
    ['denied-no-user', 'neutral'],
    ['error', 'error'],
  ])('of %s is %s', (verdict, negated) => {
    const rule = giving[verdict]('all');
    expect(verdictOf({ ...rule, negated: true })).toBe(negated);
  });
});

describe('limits', () => {
  const limited = (methods: MethodSet) => require({ provider: 'all', granted: false }, { methods });
  const others: MethodSet = { names: ['GET', 'POST'], except: true };

  test.each<readonly [string, MethodSet, boolean]>([
    ['GET', { names: ['GET'], except: false }, true],
    ['HEAD', { names: ['GET'], except: false }, true],
    ['POST', { names: ['GET'], except: false }, false],
    ['get', { names: ['GET'], except: false }, false],
    ['PUT', others, true],
    ['FOO', others, true],
    ['HEAD', others, false],
  ])('%s under %j: covered %s', (method, methods, covered) => {
    expect(verdictOf(limited(methods), { method })).toBe(covered ? 'denied' : 'granted');
  });

  test('a rule for other methods is granted at the top and under all, and does not count under any', () => {
    const post = limited(posts);
    expect(verdictOf(post)).toBe('granted');
    expect(verdictOf(container('all', post))).toBe('granted');
    expect(verdictOf(container('any', post, denied))).toBe('denied');
  });

  test('a container covers what its rules cover together', () => {
    const both = container('any', limited(posts), limited({ names: ['PUT'], except: false }));
    expect(verdictOf(both, { method: 'PUT' })).toBe('denied');
    expect(verdictOf(both, { method: 'GET' })).toBe('granted');
  });
});

describe('what becomes of a verdict', () => {
  const authType: Settings = { mod_authn_core: { authType: 'GSSAPI' } };
  const bob = { user: 'bob' };
  const notBob = require({ provider: 'user', users: 'alice' });
  const forAlice = require({
    provider: 'expr',
    condition: condition('%{REMOTE_USER} == "alice"'),
    mentionsUser: true,
  });

  function outcome(core: AuthzCoreSettings, moment: Moment, settings: Settings, user?: { user: string }) {
    const { exchange, lines } = sketch({
      settings: { ...settings, mod_authz_core: core },
      ...(user && { exchange: user }),
    });
    const result = run(authorize(exchange, moment, noLookUps));
    return [result, ...lines.map(({ level, code, message }) => `${level} ${code} ${message}`)];
  }

  test.each<readonly [string, AuthzCoreSettings, Moment, Settings, { user: string } | undefined, unknown[]]>([
    ['no rule, no AuthType', {}, 'before-authentication', {}, undefined, [0]],
    [
      'no rule although there is an AuthType',
      {},
      'before-authentication',
      authType,
      undefined,
      [500, 'error AH01627 AuthType configured with no corresponding authorization directives'],
    ],
    [
      'no rule, AuthType None',
      {},
      'before-authentication',
      { mod_authn_core: { authType: 'None' } },
      undefined,
      [0],
    ],
    ['granted', { rule: granted }, 'before-authentication', {}, undefined, [0]],
    ['a user is needed', { rule: validUser }, 'before-authentication', authType, undefined, ['needs-user']],
    ['a user is there', { rule: validUser }, 'after-authentication', authType, bob, [0]],
    [
      'denied before',
      { rule: denied },
      'before-authentication',
      authType,
      undefined,
      [403, 'error AH01630 client denied by server configuration: uri /dir/file.html'],
    ],
    [
      'denied after',
      { rule: notBob },
      'after-authentication',
      authType,
      bob,
      [401, 'error AH01631 user bob: authorization failure for "/dir/file.html": '],
    ],
    [
      'denied after, forbidden on failure',
      { rule: notBob, forbiddenOnFailure: true },
      'after-authentication',
      authType,
      bob,
      [403, 'error AH01631 user bob: authorization failure for "/dir/file.html": '],
    ],
    [
      'denied after, without an AuthType',
      { rule: notBob },
      'after-authentication',
      {},
      bob,
      [403, 'error AH01630 client denied by server configuration: uri /dir/file.html'],
    ],
    [
      'a condition on the user fails: always 401',
      { rule: forAlice, forbiddenOnFailure: true },
      'after-authentication',
      authType,
      bob,
      [401, 'error AH01629 authorization failure (no authenticated user): /dir/file.html'],
    ],
    [
      'a condition on the user, before',
      { rule: forAlice },
      'before-authentication',
      authType,
      undefined,
      ['needs-user'],
    ],
    [
      'neutral is a denial',
      { rule: container('all', require({ provider: 'all', granted: false }, { negated: true })) },
      'before-authentication',
      authType,
      undefined,
      [403, 'error AH01630 client denied by server configuration: uri /dir/file.html'],
    ],
    [
      'an error',
      { rule: giving.error('all') },
      'before-authentication',
      authType,
      undefined,
      [500, "error AH02320 Error evaluating expression in 'Require expr': Cannot open file /x"],
    ],
  ])('%s', (_title, core, moment, settings, user, expected) => {
    expect(outcome(core, moment, settings, user)).toEqual(expected);
  });

  test('a denial names the file where there is one', () => {
    const { exchange, lines } = sketch({
      settings: { mod_authz_core: { rule: denied } },
      exchange: { filename: '/srv/x' },
    });
    run(authorize(exchange, 'before-authentication', noLookUps));
    expect(lines.map(({ message }) => message)).toEqual(['client denied by server configuration: /srv/x']);
  });
});

describe('providers', () => {
  const alice = { exchange: { user: 'alice' } };
  const users = (text: string): Requirement => ({ provider: 'user', users: text });
  const expression = (text: string) => ({ expression: parseStringExpression(text).value! });

  test.each<readonly [string, Requirement, RequestSketch, Verdict]>([
    ['valid-user', { provider: 'valid-user' }, alice, 'granted'],
    ['user: named', users('bob alice'), alice, 'granted'],
    ['user: not named', users('bob alicea'), alice, 'denied'],
    ['user: by case', users('Alice'), alice, 'denied'],
    ['user: quoted', users('bob "alice"'), alice, 'granted'],
    ['user: a quoted name with a blank', users('"alice x"'), { exchange: { user: 'alice x' } }, 'granted'],
    ['user: what follows a comment sign is a name too', users('bob # alice'), alice, 'granted'],
    ['user: an empty name ends the list', users('bob "" alice'), alice, 'denied'],
    ['user: without a user', users('alice'), {}, 'denied-no-user'],
    [
      'user: computed',
      { provider: 'user', users: expression('%{reqenv:WHO}') },
      { ...alice, env: { WHO: 'alice bob' } },
      'granted',
    ],
    ['env: set', { provider: 'env', names: ['A', 'b'] }, { env: { B: '' } }, 'granted'],
    ['env: not set', { provider: 'env', names: ['A'] }, { env: { B: '1' } }, 'denied'],
    ['method: named', { provider: 'method', methods: ['GET', 'POST'] }, { method: 'POST' }, 'granted'],
    ['method: HEAD goes with GET', { provider: 'method', methods: ['GET'] }, { method: 'HEAD' }, 'granted'],
    ['method: GET goes with HEAD', { provider: 'method', methods: ['HEAD'] }, { method: 'GET' }, 'granted'],
    ['method: not named', { provider: 'method', methods: ['GET'] }, { method: 'PUT' }, 'denied'],
    ['expr: holds', { provider: 'expr', condition: condition('true'), mentionsUser: false }, {}, 'granted'],
    [
      'expr: does not',
      { provider: 'expr', condition: condition('false'), mentionsUser: false },
      {},
      'denied',
    ],
    [
      'expr: may hold with a user',
      { provider: 'expr', condition: condition('false'), mentionsUser: true },
      {},
      'denied-no-user',
    ],
    ['ip: in a range', { provider: 'ip', ranges: ['10.0.0.0/8', '127'] }, {}, 'granted'],
    ['ip: in none', { provider: 'ip', ranges: ['10.0.0.0/8'] }, {}, 'denied'],
    ['local: loopback', { provider: 'local' }, { connection: { localAddress: '10.0.0.1' } }, 'granted'],
    ['local: IPv6 loopback', { provider: 'local' }, { connection: { remoteAddress: '::1' } }, 'granted'],
    [
      'local: the server’s own',
      { provider: 'local' },
      { connection: { remoteAddress: '10.0.0.1', localAddress: '10.0.0.1' } },
      'granted',
    ],
    [
      'local: another',
      { provider: 'local' },
      { connection: { remoteAddress: '10.0.0.2', localAddress: '10.0.0.1' } },
      'denied',
    ],
    ['group: without a file', { provider: 'group', groups: 'g' }, alice, 'denied'],
  ])('%s', (_title, requirement, request, verdict) => {
    expect(verdictOf(require(requirement), request)).toBe(verdict);
  });
});

describe('steps', () => {
  test('show every rule, what it rests on, and what was not asked any more', () => {
    const rule = container(
      'any',
      require({ provider: 'ip', ranges: ['10.0.0.0/8'] }),
      container('all', require({ provider: 'user', users: 'bob' }), validUser),
      granted,
      require({ provider: 'env', names: ['X'] }),
    );
    const { exchange, steps } = sketch({ settings: { mod_authz_core: { rule } }, wantsSteps: true });
    run(authorize(exchange, 'before-authentication', noLookUps));
    const step = (text: string, verdict: string, because: string, inner: unknown[] = []) => ({
      step: 'rule',
      rule: text,
      verdict,
      because,
      from: nowhere,
      steps: inner,
    });
    expect(steps).toEqual([
      step('<RequireAny>', 'granted', '', [
        step('Require ip 10.0.0.0/8', 'denied', 'the client is 127.0.0.1'),
        step('<RequireAll>', 'denied-no-user', '', [
          step('Require user bob', 'denied-no-user', 'no user yet'),
          step('Require valid-user', 'denied-no-user', 'no user yet'),
        ]),
        step('Require all granted', 'granted', ''),
        step('Require env X', 'skipped', 'already decided'),
      ]),
    ]);
  });

  test('are not built when nobody wants them', () => {
    const { exchange, steps } = sketch({ settings: { mod_authz_core: { rule: granted } } });
    run(authorize(exchange, 'before-authentication', noLookUps));
    expect(steps).toEqual([]);
  });
});
