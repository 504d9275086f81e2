import { describe, expect, test } from '@jest/globals';
import { readMap } from '../../src/evaluate/rewrite-map.js';
import { applyRules } from '../../src/evaluate/rewrite-rules.js';
import { escapedUrl, splitQuery, urlStart, withPrefix } from '../../src/evaluate/rewrite-url.js';
import { newRewriting } from '../../src/evaluate/rewriting.js';
import type { RewriteRule } from '../../src/ruleset/mod_rewrite.js';
import { parseCondition } from '../../src/syntax/parse-expression.js';
import { noLookUps, nowhere, run, sketch } from './build.js';

function rule(pattern: string, substitution: string, more: Partial<RewriteRule> = {}): RewriteRule {
  return {
    pattern: { pattern, flags: '' },
    negated: false,
    substitution,
    flags: [],
    conditions: [],
    status: 302,
    from: nowhere,
    ...more,
  };
}

function rewritten(path: string, ...rules: readonly RewriteRule[]) {
  const { exchange, lines } = sketch({ target: path });
  const rewriting = newRewriting(exchange, noLookUps, undefined, path);
  const result = run(applyRules(rules, rewriting));
  return { result, name: rewriting.name, status: exchange.status, codes: lines.map(({ code }) => code) };
}

test('an expression that has searched with no pattern leaves no groups', () => {
  const held = (text: string) => ({
    text: 'expr',
    test: { kind: 'expression' as const, condition: { text, expression: parseCondition(text).value! } },
    negated: false,
  });
  const before = {
    text: 'uno',
    test: { kind: 'pattern' as const, regex: { pattern: '(.*)', flags: '' } },
    negated: false,
  };
  const named = (...conditions: RewriteRule['conditions']) =>
    rewritten('/a', rule('.', '/<%1>', { conditions })).name;
  expect(named(before)).toBe('/<uno>');
  expect(named(before, held('true'))).toBe('/<>');
  expect(named(held("'dos' =~ /^(d)/"))).toBe('/<d>');
});

test('what every object has is no variable', () => {
  for (const name of ['constructor', '__proto__', 'toString'])
    expect(rewritten('/a', rule('^', `/x%{ENV:${name}}%{SSL:ENV:${name}}`))).toMatchObject({ name: '/x' });
});

describe('what rules can make large is bounded', () => {
  test('N begins no more rounds than it may', () => {
    const swap = rule('^/(.*)$', '/$1', { flags: ['next-round'], rounds: 5 });
    expect(rewritten('/a', swap)).toMatchObject({ result: 'status', status: 500, codes: ['AH02596'] });
    const usual = rule('^/(.*)$', '/$1', { flags: ['next-round'] });
    expect(rewritten('/a', usual)).toMatchObject({ result: 'status', status: 500, codes: ['AH02596'] });
  });

  test('a name that grows ends the request at twice LimitRequestLine', () => {
    const grow = rule('^(.*)$', '$1$1', { flags: ['next-round'] });
    expect(rewritten('/abcdefgh', grow)).toMatchObject({ result: 'status', status: 500, codes: [undefined] });
    const long = rule('^', `/${'x'.repeat(16_380)}`);
    expect(rewritten('/a', long)).toMatchObject({ result: 'status', status: 500 });
    const fits = rule('^', `/${'x'.repeat(16_379)}`);
    expect(rewritten('/a', fits)).toMatchObject({ result: 'changed', status: 200 });
  });

  test('a pattern that takes too long gives up', () => {
    const slow = rule('(a*)*\\1(a*)*\\2c', '/x');
    expect(() => rewritten(`/${'a'.repeat(4000)}b`, slow)).toThrow(/takes/);
  });

  test('braces without an end, a backslash at the end and unknown maps stay or go as in httpd', () => {
    expect(rewritten('/a', rule('^', '/%{REQUEST_URI')).name).toBe('/%{REQUEST_URI');
    expect(rewritten('/a', rule('^', '/x\\')).name).toBe('/x\\');
    expect(rewritten('/a', rule('^', '/x${none:key}y')).name).toBe('/xy');
    expect(rewritten('/a', rule('^', '/x${none:key|z}y')).name).toBe('/xzy');
    expect(rewritten('/a', rule('^', '/x${nokey}y')).name).toBe('/x${nokey}y');
  });

  test('a question mark from outside is refused', () => {
    expect(rewritten('/a?b', rule('^/(.*)$', '/x/$1'))).toMatchObject({ result: 'refused', status: 403 });
    const allowed = rule('^/(.*)$', '/x/$1', { flags: ['allow-encoded-question-mark'] });
    expect(rewritten('/a?b', allowed)).toMatchObject({ result: 'changed', name: '/x/a' });
  });
});

describe('texts of maps', () => {
  test.each([
    ['a b', { a: 'b' }],
    ['a b c', { a: 'b' }],
    ['a 1\na 2', { a: '1' }],
    ['# a b\n c d\n\ne\nf\tg', { f: 'g' }],
    ['a', {}],
    ['a ', {}],
    ['', {}],
    ['a b\r\nc d\r\n', { a: 'b', c: 'd' }],
    ['__proto__ x', Object.fromEntries([['__proto__', 'x']])],
  ])('%j', (text, entries) => {
    expect([...readMap(text)]).toEqual(Object.entries(entries));
  });

  test('a line goes on as another one behind 1024 bytes', () => {
    expect([...readMap(`${'k'.repeat(1020)} v${' '.repeat(2)}next value`)]).toEqual([
      ['k'.repeat(1020), 'v'],
      ['next', 'value'],
    ]);
  });
});

describe('whole URLs', () => {
  test.each([
    ['http://a', 7, true],
    ['HTTPS://a', 8, true],
    ['mailto:a', 7, true],
    ['ldap://a', 7, false],
    ['unix:/a', 5, false],
    ['unix://a', 7, false],
    ['/http://a', undefined, undefined],
    ['h2://', undefined, undefined],
    ['gopher:a', undefined, undefined],
    ['httpx://a', undefined, undefined],
  ])('%s', (text, length, hasQuery) => {
    const start = urlStart(text);
    expect([start?.length, start?.hasQuery]).toEqual([length, hasQuery]);
  });

  test('paths are escaped behind the host', () => {
    const escaped = (url: string) => escapedUrl(url, urlStart(url)!);
    expect(escaped('http://a b/c d?e')).toBe('http://a b/c%20d%3fe');
    expect(escaped('http://a b')).toBe('http://a b');
    expect(escaped('mailto:a b')).toBe('mailto:a%20b');
    expect(escaped('ldap://h/a b?c d')).toBe('ldap://h/a%20b?c%20d');
  });

  test('queries are parted and joined', () => {
    const split = (name: string, old: string | undefined, ...flags: RewriteRule['flags']) =>
      splitQuery(name, old, rule('', '', { flags }));
    expect(split('/a?b', 'c')).toEqual({ name: '/a', query: 'b' });
    expect(split('/a?b', 'c', 'append-query')).toEqual({ name: '/a', query: 'b&c' });
    expect(split('/a?b', undefined, 'append-query')).toEqual({ name: '/a', query: 'b' });
    expect(split('/a?', 'c')).toEqual({ name: '/a', query: undefined });
    expect(split('/a', 'c', 'discard-query')).toEqual({ name: '/a', query: undefined });
    expect(split('/a?b?c', undefined, 'query-behind-last')).toEqual({ name: '/a?b', query: 'c' });
    expect(split('ldap://a/b?c', 'd')).toEqual({ name: 'ldap://a/b?c', query: undefined });
  });

  test('a prefix is changed as a whole component only', () => {
    expect(withPrefix('/srv/a/b', '/srv/a/', '/x')).toBe('/x/b');
    expect(withPrefix('/srv/ab', '/srv/a/', '/x')).toBe('/srv/ab');
    expect(withPrefix('/srv/a/b', '/srv/a', '')).toBe('b');
  });
});
