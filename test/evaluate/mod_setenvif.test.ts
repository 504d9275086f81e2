import { describe, expect, test } from '@jest/globals';
import { runSetEnvIf } from '../../src/evaluate/mod_setenvif.js';
import type { EnvironmentTest } from '../../src/ruleset/mod_setenvif.js';
import { parseCondition } from '../../src/syntax/parse-expression.js';
import { noLookUps, nowhere, run, sketch } from './build.js';

const fields = [
  'X-One',
  'uno',
  'X-Other',
  'oth',
  'X-Many',
  'a',
  'X-Many',
  'b',
  'X-Dot',
  'a.b',
  'User-Agent',
  'Mozilla/5',
];
const regex = (pattern: string, flags = '') => ({ pattern, flags });
const header = (name: string, pattern: string, flags = ''): EnvironmentTest['test'] => ({
  kind: 'header',
  header: name,
  regex: regex(pattern, flags),
});
const headers = (name: string, pattern: string, flags = ''): EnvironmentTest['test'] => ({
  kind: 'headers',
  name: regex(name, flags),
  regex: regex(pattern, flags),
});
const attribute = (
  name: (EnvironmentTest['test'] & { kind: 'attribute' })['attribute'],
): EnvironmentTest['test'] => ({
  kind: 'attribute',
  attribute: name,
  regex: regex('(.*)'),
});
const expression = (text: string): EnvironmentTest['test'] => ({
  kind: 'expression',
  condition: { text, expression: parseCondition(text).value! },
});
const assigning = (value: string | null, name = 'F') => [{ name, value }];

function outcome(tests: readonly Omit<EnvironmentTest, 'from'>[]) {
  const { exchange, lines } = sketch({ fields, env: { FOO: 'bar' } });
  const placed = tests.map((each) => ({ ...each, from: nowhere }));
  run(runSetEnvIf(exchange, placed, noLookUps));
  return { env: Object.fromEntries(exchange.env), lines };
}

describe('SetEnvIf has the results Apache gave', () => {
  test.each<readonly [string, EnvironmentTest['test'], string | null, string | undefined]>([
    ['a plain pattern puts no groups in', header('X-One', 'un'), '$0', '$0'],
    ['nor one with escapes only', header('X-Dot', 'a\\.b'), '$0', '$0'],
    ['nor one without regard to case', header('X-One', 'UNO', 'i'), '$0', '$0'],
    ['a plain pattern must be in the text', header('X-One', 'u\\.o'), '1', undefined],
    ['groups', header('X-One', '^u(.)'), '$1-$0-$9-&-\\$1-\\x', 'n-un--&-$1-x'],
    ['no match', header('X-One', '^x'), '1', undefined],
    ['case counts', header('X-One', '^U'), '1', undefined],
    ['a missing header is empty', header('X-None', '^$'), '1', '1'],
    ['a header sent twice', header('X-Many', '(.*)'), '$1', 'a, b'],
    ['a variable in place of a header', header('FOO', '(.*)'), '$1', 'bar'],
    ['headers by pattern: the last that fits', headers('X-O.*', '(.*)'), '$1', 'oth'],
    ['headers by pattern: case counts', headers('x-o.*', '(.*)'), '$1', ''],
    ['headers by pattern without regard to case', headers('x-o.*', '(.*)', 'i'), '$1', 'oth'],
    ['Remote_Addr', attribute('Remote_Addr'), '$1', '127.0.0.1'],
    ['Remote_Host', attribute('Remote_Host'), '$1', '127.0.0.1'],
    ['Server_Addr', attribute('Server_Addr'), '$1', '127.0.0.1'],
    ['Request_URI', attribute('Request_URI'), '$1', '/dir/file.html'],
    ['Request_Method', attribute('Request_Method'), '$1', 'GET'],
    ['Request_Protocol', attribute('Request_Protocol'), '$1', 'HTTP/1.1'],
    ['a variable', { kind: 'variable', variable: 'foo', regex: regex('(.*)') }, '$1', 'bar'],
    ['an expression’s groups', expression('%{REQUEST_URI} =~ m#/(d)ir#'), '$1', 'd'],
    ['an expression whose pattern failed', expression('! (%{REQUEST_URI} =~ m#(nope)#)'), 'a$1b', 'a$1b'],
    ['an expression without pattern', expression('true'), 'a$1b', 'ab'],
    ['an expression that does not hold', expression('false'), '1', undefined],
  ])('%s', (_title, subject, value, result) => {
    expect(outcome([{ test: subject, variables: assigning(value) }]).env.F).toBe(result);
  });

  test('variables are set and unset in order, by names in any case', () => {
    const variables = [
      { name: 'A', value: '1' },
      { name: 'a', value: '2' },
      { name: 'foo', value: null },
      { name: 'B', value: '!x' },
    ];
    expect(outcome([{ test: header('X-One', 'u'), variables }]).env).toEqual({ A: '2' });
  });

  test('a later test sees what an earlier one set', () => {
    const tests = [
      { test: header('X-One', 'u'), variables: assigning('yes', 'First') },
      { test: header('First', '^(y)'), variables: assigning('$1', 'Second') },
    ];
    expect(outcome(tests).env).toMatchObject({ First: 'yes', Second: 'y' });
  });

  test('an expression without pattern puts nothing in, whatever was searched for before', () => {
    const tests = [
      { test: header('X-One', '(u)(n)'), variables: assigning('$1$2', 'First') },
      { test: expression('%{REQUEST_URI} =~ m#(d)(ir)#'), variables: assigning('$1$2', 'Second') },
      { test: expression("%{REQUEST_METHOD} == 'GET' || true"), variables: assigning('[$0$1$2$9]', 'Third') },
    ];
    expect(outcome(tests).env).toMatchObject({ First: 'un', Second: 'dir', Third: '[]' });
  });

  test('an expression that cannot be evaluated sets nothing and is logged', () => {
    const { env, lines } = outcome([{ test: expression('file("/x") == ""'), variables: assigning('1') }]);
    expect(env).toEqual({ FOO: 'bar' });
    expect(lines).toHaveLength(1);
  });

  test('a value that grows too long is not set and ends the request', () => {
    const { exchange, lines } = sketch({ fields: ['X-Long', 'x'.repeat(40_000)] });
    const long = { test: header('X-Long', '(.*)'), variables: assigning('$1$1'), from: nowhere };
    expect(run(runSetEnvIf(exchange, [long], noLookUps))).toBe(500);
    expect(exchange.env.has('F')).toBe(false);
    expect(lines).toEqual([expect.objectContaining({ code: 'AH01505' })]);
  });
});
