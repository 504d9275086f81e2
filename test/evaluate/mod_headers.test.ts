import { describe, expect, test } from '@jest/globals';
import { applyRequestHeaders, applyResponseHeaders } from '../../src/evaluate/mod_headers.js';
import type { HeaderEdit } from '../../src/ruleset/mod_headers.js';
import { parseCondition, parseStringExpression } from '../../src/syntax/parse-expression.js';
import { nowhere, sketch } from './build.js';

type Edit = Omit<HeaderEdit, 'from'>;
const format = (...parts: (NonNullable<HeaderEdit['value']> & { kind: 'format' })['parts'][number][]) =>
  ({ kind: 'format', parts }) as const;
const edit = (
  action: HeaderEdit['action'],
  name: string,
  value?: string,
  more: Partial<Edit> = {},
): HeaderEdit => ({
  action,
  name,
  ...(value !== undefined && { value: format(value) }),
  ...more,
  from: nowhere,
});
const rewrite = (action: 'edit' | 'edit*', name: string, pattern: string, replacement: string): HeaderEdit =>
  edit(action, name, undefined, { regex: { pattern, flags: '' }, replacement: format(replacement) });
const condition = (text: string) =>
  ({ kind: 'expression', condition: { text, expression: parseCondition(text).value! } }) as const;

const fields = ['Host', 'h', 'X-One', 'uno', 'X-Other', 'oth', 'X-Two', 'q'];

function answered(
  edits: { response?: HeaderEdit[]; responseAlways?: HeaderEdit[] },
  kind: 'answer' | 'page' = 'answer',
) {
  const sketched = sketch({ settings: { mod_headers: edits }, fields, env: { FOO: 'bar' } });
  const { exchange } = sketched;
  exchange.responseFields.set('Content-Type', 'text/html');
  applyResponseHeaders(exchange, kind);
  return { ...sketched, onSuccess: [...exchange.responseFields], always: [...exchange.errorFields] };
}

const type = ['Content-Type', 'text/html'];

describe('Header has the results Apache gave', () => {
  test.each<readonly [string, HeaderEdit[], (readonly string[])[]]>([
    ['set', [edit('set', 'X', 'a'), edit('set', 'x', 'b')], [type, ['X', 'b']]],
    [
      'set replaces all',
      [edit('add', 'X', 'a'), edit('add', 'X', 'b'), edit('set', 'X', 'c')],
      [type, ['X', 'c']],
    ],
    ['unset', [edit('add', 'X', 'a'), edit('add', 'X', 'b'), edit('unset', 'x')], [type]],
    ['setifempty', [edit('setifempty', 'X', 'a'), edit('setifempty', 'X', 'b')], [type, ['X', 'a']]],
    ['append', [edit('append', 'X', 'a'), edit('append', 'X', 'b')], [type, ['X', 'a, b']]],
    [
      'append goes to the first',
      [edit('add', 'X', 'a'), edit('add', 'X', 'b'), edit('append', 'X', 'c')],
      [type, ['X', 'a, c'], ['X', 'b']],
    ],
    ['merge: there already', [edit('set', 'X', 'a, b'), edit('merge', 'X', 'a')], [type, ['X', 'a, b']]],
    ['merge: the last', [edit('set', 'X', 'a, b'), edit('merge', 'X', 'b')], [type, ['X', 'a, b']]],
    ['merge: new', [edit('set', 'X', 'a, b'), edit('merge', 'X', 'c')], [type, ['X', 'a, b, c']]],
    ['merge: to nothing', [edit('merge', 'X', 'c')], [type, ['X', 'c']]],
    ['merge: to an empty field', [edit('set', 'X', ''), edit('merge', 'X', 'a')], [type, ['X', ', a']]],
    ['merge: quoted', [edit('set', 'X', 'a, "b,c"'), edit('merge', 'X', '"b,c"')], [type, ['X', 'a, "b,c"']]],
    [
      'merge: a blank behind counts',
      [edit('set', 'X', 'a , b'), edit('merge', 'X', 'a')],
      [type, ['X', 'a , b, a']],
    ],
    ['edit: once', [edit('set', 'X', 'aXbXc'), rewrite('edit', 'X', 'X', '-')], [type, ['X', 'a-bXc']]],
    ['edit*: each', [edit('set', 'X', 'aXbXc'), rewrite('edit*', 'X', 'X', '-')], [type, ['X', 'a-b-c']]],
    [
      'edit*: the rest is a text of its own',
      [edit('set', 'X', 'aab'), rewrite('edit*', 'X', '^a', '-')],
      [type, ['X', '--b']],
    ],
    [
      'edit: groups, and a backslash before what is meant literally',
      [edit('set', 'X', 'abc'), rewrite('edit', 'X', '(b)', '[$1&$0\\&\\$1\\x]')],
      [type, ['X', 'a[b&b&$1x]c']],
    ],
    [
      'edit: no match',
      [edit('set', 'X', 'abc'), rewrite('edit', 'X', '(B)(z)?', '$1')],
      [type, ['X', 'abc']],
    ],
    [
      'edit: every field of the name',
      [edit('add', 'X', 'a'), edit('add', 'X', 'b'), rewrite('edit', 'X', '(.)', '$1$1')],
      [type, ['X', 'aa'], ['X', 'bb']],
    ],
    [
      'echo',
      [edit('echo', '', undefined, { echo: { pattern: '^X-O', flags: '' } })],
      [type, ['X-One', 'uno'], ['X-Other', 'oth']],
    ],
    ['echo counts case', [edit('echo', '', undefined, { echo: { pattern: '^x-o', flags: '' } })], [type]],
    ['Content-Type: set', [edit('set', 'content-type', 'text/x')], [['Content-Type', 'text/x']]],
    ['Content-Type: unset', [edit('unset', 'Content-Type')], []],
    ['Content-Type: append', [edit('append', 'Content-Type', 'x')], [type]],
    ['Content-Type: add', [edit('add', 'Content-Type', 'text/y')], [type]],
    ['Content-Type: merge', [edit('merge', 'Content-Type', 'text/y')], [type]],
    [
      'Content-Type: setifempty',
      [edit('setifempty', 'Content-Type', 'text/z')],
      [['Content-Type', 'text/z']],
    ],
    ['Content-Type: edit', [rewrite('edit', 'Content-Type', 'html', 'xml')], [['Content-Type', 'text/xml']]],
  ])('%s', (_title, response, result) => {
    expect(answered({ response }).onSuccess).toEqual(result);
  });

  test('always has a table of its own, and comes first', () => {
    const { onSuccess, always } = answered({
      response: [edit('set', 'X', 'a'), edit('unset', 'Y')],
      responseAlways: [edit('set', 'X', 'b'), edit('set', 'Y', 'c')],
    });
    expect(onSuccess).toEqual([type, ['X', 'a']]);
    expect(always).toEqual([
      ['X', 'b'],
      ['Y', 'c'],
    ]);
  });

  test('always changes the one Content-Type there is', () => {
    const { onSuccess, always, exchange } = answered({
      responseAlways: [edit('set', 'Content-Type', 'text/x')],
    });
    expect([onSuccess, always]).toEqual([[['Content-Type', 'text/x']], []]);
    expect(exchange.contentType).toBe('text/x');
    expect(answered({ responseAlways: [rewrite('edit', 'Content-Type', 'html', 'xml')] }).onSuccess).toEqual([
      ['Content-Type', 'text/xml'],
    ]);
  });

  test('a page of the server’s own is edited by always alone', () => {
    const edits = { response: [edit('set', 'X', 'a')], responseAlways: [edit('set', 'Y', 'b')] };
    const { onSuccess, always } = answered(edits, 'page');
    expect(onSuccess).toEqual([type]);
    expect(always).toEqual([['Y', 'b']]);
  });

  test('note keeps a field’s value for expressions, and forgets where there is none', () => {
    const { exchange } = answered({
      response: [edit('set', 'X', 'v'), edit('note', 'X', 'N'), edit('note', 'Y', 'M')],
    });
    expect([...exchange.notes]).toEqual([['N', 'v']]);
    exchange.responseFields.unset('X');
    applyResponseHeaders(
      Object.assign(exchange, { settings: { mod_headers: { response: [edit('note', 'X', 'n')] } } }),
      'answer',
    );
    expect([...exchange.notes]).toEqual([]);
  });
});

describe('values', () => {
  const value = (text: HeaderEdit['value'], env: Record<string, string> = { FOO: 'bar' }) => {
    const { exchange } = sketch({
      settings: { mod_headers: { response: [edit('set', 'X', undefined, { value: text! })] } },
      exchange: { user: 'bob' },
      env,
    });
    applyResponseHeaders(exchange, 'answer');
    return exchange.responseFields.get('X');
  };

  test.each<readonly [HeaderEdit['value'], string]>([
    [format('a ', { letter: 'e', name: 'FOO' }, '%'), 'a bar%'],
    [format({ letter: 'e', name: 'foo' }), 'bar'],
    [format({ letter: 'e', name: 'NONE' }), '(null)'],
    [format({ letter: 'e', name: 'REMOTE_USER' }), '(null)'],
    [format({ letter: 's', name: 'HTTPS' }), '(null)'],
    [format({ letter: 't' }), 't=1800000000000000'],
    [format(), ''],
    [
      { kind: 'expression', expression: { expression: parseStringExpression('<%{REMOTE_USER}>').value! } },
      '<bob>',
    ],
    [{ kind: 'expression', expression: { expression: parseStringExpression('%{md5:x}').value! } }, ''],
  ])('%j is %s', (text, result) => {
    expect(value(text)).toBe(result);
  });

  test('line ends in a variable cannot split the field', () => {
    expect(value(format({ letter: 'e', name: 'FOO' }), { FOO: 'a\r\nX-Evil: 1' })).toBe('a  X-Evil: 1');
  });

  test('%D is the time it took, in microseconds', () => {
    expect(value(format({ letter: 'D' }))).toMatch(/^D=\d+$/);
  });
});

describe('conditions', () => {
  test.each<readonly [HeaderEdit['when'], boolean]>([
    [{ kind: 'env', name: 'FOO', negated: false }, true],
    [{ kind: 'env', name: 'foo', negated: false }, true],
    [{ kind: 'env', name: 'NONE', negated: false }, false],
    [{ kind: 'env', name: 'FOO', negated: true }, false],
    [{ kind: 'env', name: 'NONE', negated: true }, true],
    [condition('true'), true],
    [condition('false'), false],
  ])('%j: %s', (when, holds) => {
    expect(
      answered({ response: [edit('set', 'X', '1', { when: when! })] }).exchange.responseFields.has('X'),
    ).toBe(holds);
  });

  test('one that cannot be evaluated is logged and holds', () => {
    const { exchange, lines } = answered({
      response: [edit('set', 'X', '1', { when: condition('file("/x") == ""') })],
    });
    expect(exchange.responseFields.get('X')).toBe('1');
    expect(lines).toEqual([expect.objectContaining({ level: 'error', code: 'AH01501' })]);
  });
});

describe('RequestHeader', () => {
  function requested(request: HeaderEdit[]) {
    const { exchange } = sketch({
      settings: { mod_headers: { request } },
      fields: ['X-One', 'uno', 'X-Two', 'q'],
    });
    applyRequestHeaders(exchange, false);
    return [...exchange.requestFields];
  }

  test.each<readonly [HeaderEdit, (readonly string[])[]]>([
    [
      edit('set', 'x-one', 'two'),
      [
        ['X-One', 'two'],
        ['X-Two', 'q'],
      ],
    ],
    [edit('unset', 'X-ONE'), [['X-Two', 'q']]],
    [
      edit('append', 'X-Two', 'z'),
      [
        ['X-One', 'uno'],
        ['X-Two', 'q, z'],
      ],
    ],
    [
      edit('add', 'X-Two', 'z'),
      [
        ['X-One', 'uno'],
        ['X-Two', 'q'],
        ['X-Two', 'z'],
      ],
    ],
    [
      rewrite('edit', 'X-One', '(.)', '$1$1'),
      [
        ['X-One', 'uuno'],
        ['X-Two', 'q'],
      ],
    ],
    [
      edit('set', 'Content-Type', 'a/b'),
      [
        ['X-One', 'uno'],
        ['X-Two', 'q'],
        ['Content-Type', 'a/b'],
      ],
    ],
  ])('%j', (one, result) => {
    expect(requested([one])).toEqual(result);
  });
});

describe('early', () => {
  const early = { early: true };
  const settings = {
    request: [edit('set', 'A', '1', early), edit('set', 'B', '1')],
    response: [edit('set', 'C', '1', early), edit('set', 'D', '1')],
    responseAlways: [edit('set', 'E', '1', early), edit('set', 'F', '1')],
  };
  const names = (table: Iterable<readonly [string, string]>) => [...table].map(([name]) => name);

  test('directives run early or late, not both', () => {
    const { exchange } = sketch({ settings: { mod_headers: settings } });
    const state = () =>
      [exchange.requestFields, exchange.responseFields, exchange.errorFields].map((table) =>
        names(table).join(),
      );
    applyRequestHeaders(exchange, true);
    expect(state()).toEqual(['A', 'C', 'E']);
    applyRequestHeaders(exchange, false);
    expect(state()).toEqual(['A,B', 'C', 'E']);
    applyResponseHeaders(exchange, 'answer');
    expect(state()).toEqual(['A,B', 'C,D', 'E,F']);
  });
});

describe('a replacement that grows too long', () => {
  test('leaves the field, and ends the list', () => {
    const long = 'x'.repeat(40_000);
    const { onSuccess } = answered({
      response: [edit('set', 'X', long), rewrite('edit', 'X', '(.*)', '$1$1'), edit('set', 'Y', '1')],
    });
    expect(onSuccess).toEqual([type, ['X', long]]);
  });
});
