import { describe, expect, test } from '@jest/globals';
import { condition as checkedCondition } from '../../src/directives/expression.js';
import {
  attemptCondition,
  compileCondition,
  compileText,
  computedText,
  evaluateCondition,
  evaluateText,
} from '../../src/evaluate/expression.js';
import { noMachine } from '../../src/evaluate/machine.js';
import { supposedTls } from '../../src/evaluate/tls-facts.js';
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

function expressionOf(value: TextOrExpression) {
  if (typeof value === 'string') throw new Error(`plain text: ${value}`);
  return value.expression;
}

/** A pattern that is none; a ruleset that was not made by compiling can hold one. */
const unusablePattern = '(';

describe('expressions have the values Apache gave them', () => {
  test.each(texts)('%s is %j', (written, value) => {
    expect(evaluateText(text(written), requestAfterHeaders())).toBe(value);
  });

  test.each(conditions)('%s: %s', (written, holds) => {
    expect(evaluateCondition(condition(written), requestAfterHeaders())).toBe(holds);
  });
});

describe('expressions that cannot be evaluated', () => {
  test.each(refused)('%s is refused: %s', (written, problem) => {
    const found = checkedCondition(written, (module) => module !== 'mod_ssl');
    expect(found).toMatchObject({ problem });
  });

  test('a pattern that cannot be run is not supported, and gives its problem and nothing else', () => {
    const unusable = condition(`%{REQUEST_URI} =~ /${unusablePattern}/`);
    const problem = expressionProblem(unusable.expression);
    expect(problem).toMatchObject({ kind: 'unsupported' });
    expect(evaluateCondition(unusable, requestAfterHeaders())).toEqual({ problem: problem?.message });
  });

  test.each([
    `${'('.repeat(25)}${'tolower('.repeat(19)}'a'${')'.repeat(19)} == 'a'${')'.repeat(25)}`,
    `${Array.from({ length: 20 }, () => "'%{REQUEST_URI}x'").join('.')} == 'a'`,
    `${'('.repeat(19)}true ${'&& true)'.repeat(19)} && true`,
  ])('%s goes too deep', (written) => {
    expect(evaluateCondition(condition(written), requestAfterHeaders())).toEqual({
      problem: 'Recursion limit reached',
    });
  });

  test.each([
    [`${'tolower('.repeat(18)}'A'${')'.repeat(18)} == 'a'`, true],
    [`${Array.from({ length: 18 }, () => "'%{REQUEST_METHOD}x'").join('.')} == 'a'`, false],
    [`${Array.from({ length: 50 }, () => '%{REQUEST_METHOD}').join('.')} == 'a'`, false],
    [`${'('.repeat(18)}true ${'&& true)'.repeat(18)} && true`, true],
    ["true || file('/missing') == ''", true],
  ])('%s does not', (written, holds) => {
    expect(evaluateCondition(condition(written), requestAfterHeaders())).toBe(holds);
  });

  test('a text that has no value is logged', () => {
    const { exchange, lines } = sketch(request);
    expect(computedText(text('a%{file:/missing}'), exchange, 'AH1', 'No text')).toBeUndefined();
    expect(lines).toEqual([{ level: 'error', code: 'AH1', message: 'No text: Cannot open file /missing' }]);
  });

  test('what must be looked up first is no result, and says so where nothing is looked up', () => {
    expect(attemptCondition(condition('-U "/other"'), requestAfterHeaders(), undefined)).toEqual({
      look: 'uri',
      of: '/other',
    });
    expect(evaluateCondition(condition('-F "x"'), requestAfterHeaders())).toHaveProperty('problem');
  });

  test('a failure of a part that is reached counts, whatever the result', () => {
    const reached = condition('file("/missing") == "" || true');
    expect(evaluateCondition(reached, requestAfterHeaders())).toEqual({
      problem: 'Cannot open file /missing',
    });
  });
});

describe('compiling', () => {
  test('happens once for each expression', () => {
    const { expression } = condition('true');
    expect(compileCondition(expression)).toBe(compileCondition(expression));
    const value = text('%{REQUEST_URI}');
    expect(compileText(expressionOf(value))).toBe(compileText(expressionOf(value)));
  });

  test('one compiled expression serves requests that differ', () => {
    const isGet = condition('%{REQUEST_METHOD} == "GET"');
    expect(evaluateCondition(isGet, sketch().exchange)).toBe(true);
    expect(evaluateCondition(isGet, sketch({ method: 'POST' }).exchange)).toBe(false);
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
    ['%{HTTPS}', { tls: supposedTls(sketch().exchange.program.host) }, 'on'],
    ['%{REQUEST_SCHEME}', { tls: supposedTls(sketch().exchange.program.host) }, 'https'],
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

describe('names in the log', () => {
  const values = (written: number | undefined, writtenBefore: number) => {
    const { exchange } = sketch({
      surroundings: { machine: { ...noMachine, newLogId: () => 'fresh' } },
    });
    const told = Object.assign(exchange, {
      facts: { ...exchange.facts, writtenBefore },
      recorder: { ...exchange.recorder, ...(written === undefined ? {} : { written }) },
    });
    return evaluateText(text('[%{REQUEST_LOG_ID}] [%{CONN_LOG_ID}]'), told);
  };

  test.each([
    [undefined, 0, '[] []'],
    [0, 0, '[] []'],
    [2, 2, '[] [fresh]'],
    [3, 2, '[fresh] [fresh]'],
  ])('%s lines written, %s of them before: %s', (written, before, value) => {
    expect(values(written, before)).toBe(value);
  });
});
