import { describe, expect, test } from '@jest/globals';
import { checkAccess, satisfyOf } from '../../src/evaluate/mod_access_compat.js';
import type { AccessCompatSettings, AccessOperand } from '../../src/ruleset/mod_access_compat.js';
import { type RequestSketch, run, sketch } from './build.js';

const all: AccessOperand = { kind: 'all' };
const here: AccessOperand = { kind: 'ip', range: '127.0.0.0/8' };
const elsewhere: AccessOperand = { kind: 'ip', range: '10.0.0.0/8' };
const env = (name: string, negated = false): AccessOperand => ({ kind: 'env', name, negated });
const list = (...operands: AccessOperand[]) => operands.map((operand) => ({ operand }));
const posts = { names: ['POST'], except: false };

function access(settings: AccessCompatSettings, request: RequestSketch = {}) {
  const { exchange, lines } = sketch({ ...request, settings: { mod_access_compat: settings } });
  return { allowed: run(checkAccess(exchange)) === 0, satisfy: satisfyOf(exchange), lines };
}

describe('order', () => {
  const orders = ['allow,deny', 'deny,allow', 'mutual-failure'] as const;
  test.each<readonly [allow: boolean, deny: boolean, ...results: boolean[]]>([
    [false, false, false, true, false],
    [true, false, true, true, true],
    [false, true, false, false, false],
    [true, true, false, true, false],
  ])('allow matches %s, deny matches %s: %s, %s, %s', (allow, deny, ...results) => {
    const settings = { allow: list(allow ? here : elsewhere), deny: list(deny ? here : elsewhere) };
    const found = orders.map((value) => access({ ...settings, order: [{ value }] }).allowed);
    expect(found).toEqual(results);
  });

  test('deny,allow is the default, and nothing said is allowed', () => {
    expect(access({}).allowed).toBe(true);
    expect(access({ deny: list(all) }).allowed).toBe(false);
    expect(access({ deny: list(all), allow: list(here) }).allowed).toBe(true);
  });

  test('the last Order that covers the method counts', () => {
    const order = [{ value: 'allow,deny' }, { value: 'deny,allow', methods: posts }] as const;
    expect(access({ order }, { method: 'GET' }).allowed).toBe(false);
    expect(access({ order }, { method: 'POST' }).allowed).toBe(true);
  });
});

describe('operands', () => {
  test.each<readonly [string, AccessOperand, RequestSketch, boolean]>([
    ['all', all, {}, true],
    ['a range', here, {}, true],
    ['another range', elsewhere, {}, false],
    ['a variable', env('a'), { env: { A: '' } }, true],
    ['a variable that is not set', env('A'), {}, false],
    ['no variable', env('A', true), {}, true],
    ['no variable, but it is set', env('A', true), { env: { A: '1' } }, false],
  ])('%s', (_title, operand, request, matches) => {
    expect(access({ deny: list(operand) }, request).allowed).toBe(!matches);
  });

  test('an entry limited to other methods does not count', () => {
    const deny = [{ operand: all, methods: posts }];
    expect(access({ deny }, { method: 'GET' }).allowed).toBe(true);
    expect(access({ deny }, { method: 'POST' }).allowed).toBe(false);
  });

  test.each([
    ['example.org', true],
    ['other.test', false],
  ])('the host %s, by double reverse look-up: %s', (name, matches) => {
    const { exchange } = sketch({
      settings: { mod_access_compat: { deny: list({ kind: 'host', name }) } },
      connection: { remoteAddress: '10.0.0.7' },
    });
    const result = run(checkAccess(exchange), (need) =>
      need.need === 'resolve' && need.direction === 'name' ? ['www.example.org'] : ['10.0.0.7'],
    );
    expect(result).toBe(matches ? 403 : 0);
  });
});

describe('the result', () => {
  test('tells Satisfy for the method', () => {
    const satisfy = [{ value: 'Any' }, { value: 'All', methods: posts }] as const;
    expect(access({ satisfy }, { method: 'GET' }).satisfy).toBe('Any');
    expect(access({ satisfy }, { method: 'POST' }).satisfy).toBe('All');
    expect(access({}).satisfy).toBe('All');
  });

  test('a denial is logged, with the file or else the path', () => {
    const message = (request: RequestSketch) =>
      access({ deny: list(all) }, request).lines.map((line) => line.message);
    expect(message({ exchange: { filename: '/srv/x' } })).toEqual([
      'client denied by server configuration: /srv/x',
    ]);
    expect(message({})).toEqual(['client denied by server configuration: uri /dir/file.html']);
    expect(access({ deny: list(all) }).lines[0]).toMatchObject({ level: 'error', code: 'AH01797' });
    expect(access({}).lines).toEqual([]);
  });

  test('without the module’s directives everything is allowed, and nothing is asked', () => {
    const { exchange } = sketch();
    expect(run(checkAccess(exchange))).toBe(0);
  });

  test('a step tells what was decided', () => {
    const { exchange, steps } = sketch({
      wantsSteps: true,
      settings: { mod_access_compat: { deny: list(all) } },
    });
    run(checkAccess(exchange));
    expect(steps).toEqual([{ step: 'access', verdict: 'denied', because: 'Order deny,allow for 127.0.0.1' }]);
  });
});
