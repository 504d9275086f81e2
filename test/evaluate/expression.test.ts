import { describe, expect, test } from '@jest/globals';
import {
  compileCondition,
  compileText,
  evaluateCondition,
  evaluateText,
  textOf,
} from '../../src/evaluate/expression.js';
import { expressionProblem } from '../../src/ruleset/expression-support.js';
import type { Condition, TextOrExpression } from '../../src/ruleset/text.js';
import { parseCondition, parseStringExpression } from '../../src/syntax/parse-expression.js';
import { type RequestSketch, sketch } from './build.js';
import { conditions, refused, texts } from './expression-vectors.js';

const request: RequestSketch = {
  target: '/dir/file.html?a=1&b=2',
  fields: [
    ...['Host', 'example.test', 'User-Agent', 'agent/1', 'X-One', 'uno', 'X-Many', 'a', 'X-Many', 'b'],
    ...['X-Empty', '', 'X-Pat', 'u*', 'Cookie', 'c=1', 'Referer', 'http://r/', 'Accept', '*/*'],
  ],
  env: { FOO: 'bar' },
  surroundings: { environment: { HOME_OF_TEST: '/home/t' } },
  exchange: {
    user: 'bob',
    authType: 'Basic',
    filename: '/srv/htdocs/dir/file.html',
    contentType: 'text/html',
  },
};

function requestAfterHeaders() {
  const { exchange } = sketch(request);
  exchange.responseFields.set('X-Set', 'set');
  exchange.errorFields.set('X-Always', 'alw');
  return exchange;
}

function condition(text: string): Condition {
  const { value, error } = parseCondition(text);
  if (error) throw new Error(`${text}: ${error.message}`);
  return { text, expression: value };
}

function text(written: string): TextOrExpression {
  const { value, error } = parseStringExpression(written);
  if (error) throw new Error(`${written}: ${error.message}`);
  return { expression: value };
}

describe('expressions have the values Apache gave them', () => {
  test.each(texts)('%s is %j', (written, value) => {
    expect(evaluateText(text(written), requestAfterHeaders())).toBe(value);
  });

  test.each(conditions)('%s: %s', (written, holds) => {
    expect(evaluateCondition(condition(written), requestAfterHeaders())).toBe(holds);
  });
});

describe('expressions that cannot be evaluated', () => {
  test.each(refused)('%s is invalid: %s', (written, message) => {
    expect(expressionProblem(condition(written).expression)).toEqual({ kind: 'invalid', message });
  });

  test.each([
    '%{SSL_PROTOCOL} == "x"',
    '%{LAST_MODIFIED} == "x"',
    'md5("a") == "x"',
    'file("/etc/motd") == "x"',
    '-f "/etc/motd"',
    '-U "/other"',
    '"a" in PeerExtList("x")',
    '%{REQUEST_URI} =~ /a++/',
    `${'('.repeat(25)}${'tolower('.repeat(25)}'a'${')'.repeat(25)} == 'a'${')'.repeat(25)}`,
  ])('%s is not supported, and gives its problem and nothing else when run', (written) => {
    const { expression } = condition(written);
    const problem = expressionProblem(expression);
    expect(problem).toMatchObject({ kind: 'unsupported' });
    expect(compileCondition(expression)(requestAfterHeaders())).toEqual({ problem: problem?.message });
  });

  test('a text that cannot be evaluated is empty and logged', () => {
    const { exchange, lines } = sketch(request);
    expect(textOf(text('a%{md5:b}'), exchange)).toBe('');
    expect(lines).toHaveLength(1);
  });

  test('the problem of a part that is never reached counts too', () => {
    expect(expressionProblem(condition('true || -f "/x"').expression)).toMatchObject({ kind: 'unsupported' });
  });
});

describe('compiling', () => {
  test('happens once for each expression', () => {
    const { expression } = condition('true');
    expect(compileCondition(expression)).toBe(compileCondition(expression));
    const value = text('%{REQUEST_URI}');
    expect(compileText(value)).toBe(compileText(value));
  });

  test('one compiled expression serves requests that differ', () => {
    const isGet = compileCondition(condition('%{REQUEST_METHOD} == "GET"').expression);
    expect(isGet(sketch().exchange)).toBe(true);
    expect(isGet(sketch({ method: 'POST' }).exchange)).toBe(false);
  });
});

describe('groups', () => {
  test('are those of the last pattern with groups, and of this evaluation only', () => {
    const { exchange } = sketch(request);
    evaluateCondition(condition('%{REQUEST_URI} =~ m#/(d)(.)# && %{REQUEST_URI} =~ m#file#'), exchange);
    expect(exchange.groups.slice()).toEqual(['/di', 'd', 'i']);
    expect(evaluateText(text('[$1]'), exchange)).toBe('[]');
  });
});

describe('Vary', () => {
  test('names the request fields that conditions looked at, once, but not Host', () => {
    const { exchange } = sketch(request);
    const looking = condition('%{HTTP_HOST} == "x" || %{HTTP_USER_AGENT} == "x" || req("X-One") == "uno"');
    evaluateCondition(looking, exchange);
    evaluateCondition(looking, exchange);
    expect(exchange.responseFields.all('Vary')).toEqual(['User-Agent, X-One']);
  });

  test('does not name what was not reached, nor what texts or req_novary looked at', () => {
    const { exchange } = sketch(request);
    evaluateText(text('%{HTTP_REFERER}'), exchange);
    evaluateCondition(condition('req_novary("X-One") == "uno" || %{HTTP_COOKIE} == "x"'), exchange);
    expect(exchange.responseFields.has('Vary')).toBe(false);
  });
});

describe('what depends on the connection', () => {
  test.each([
    ['%{HTTPS}', { secure: true }, 'on'],
    ['%{REQUEST_SCHEME}', { secure: true }, 'https'],
    ['%{IPV6}', { remoteAddress: '::1' }, 'on'],
    ['%{REMOTE_PORT}', { remotePort: 7 }, '7'],
    ['%{REMOTE_ADDR}', { remoteAddress: '10.1.2.3' }, '10.1.2.3'],
  ])('%s with %j is %s', (written, connection, value) => {
    expect(evaluateText(text(written), sketch({ connection }).exchange)).toBe(value);
  });

  test.each([
    ["-R '10.0.0.0/8'", '10.1.2.3', true],
    ["-R '10.0.0.0/8'", '::1', false],
    ["-R 'fe80::/10'", 'fe80::1', true],
  ])('%s from %s: %s', (written, remoteAddress, holds) => {
    expect(evaluateCondition(condition(written), sketch({ connection: { remoteAddress } }).exchange)).toBe(
      holds,
    );
  });
});
