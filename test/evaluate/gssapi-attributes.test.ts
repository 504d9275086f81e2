import { describe, expect, test } from '@jest/globals';
import { attributeExpression } from '../../src/directives/required-attributes.js';
import { attributeVariables, meetsRequirement } from '../../src/evaluate/gssapi-attributes.js';
import type { NameAttribute } from '../../src/gssapi/acceptor.js';

const attribute = (name: string, ...displays: readonly string[]): NameAttribute => ({
  name,
  authenticated: true,
  complete: false,
  values: displays.map((display) => ({ raw: '', display })),
});

const failure = { call: 'gss_inquire_name', major: 1, minor: 0, text: 'broken' };

function meets(text: string, ...attributes: readonly NameAttribute[]): boolean {
  const found = attributeExpression(text);
  if ('flaw' in found) throw new Error(found.flaw);
  return meetsRequirement(found.expression, attributes);
}

describe('required attributes', () => {
  test.each([
    ['a=b', true],
    ['a=c', true],
    ['a=bc', false],
    ['a=*', true],
    ['z=*', false],
    ['a:=Yg', false],
    ['empty=*', false],
    ['raw=x', true],
    ['raw:=eA', false],
    ['z=1 and a=b or a=b', false],
    ['(z=1 and a=b) or a=b', true],
    ['a=b or z=1 and z=2', true],
  ])('%s: %s', (text, expected) => {
    const raw: NameAttribute = { ...attribute('raw'), values: [{ raw: 'x', display: '' }] };
    expect(meets(text, attribute('a', 'b', 'c'), attribute('empty', ''), raw)).toBe(expected);
  });

  test('nobody without attributes meets anything, nor one whose attributes cannot be told', () => {
    expect(meets('a=b or c=*')).toBe(false);
    const found = attributeExpression('a=*');
    if ('flaw' in found) throw new Error(found.flaw);
    expect(meetsRequirement(found.expression, { failure })).toBe(false);
  });

  test.each([
    '',
    'a',
    'a=',
    'a=b ',
    'a=b  or c=d',
    '(a=b',
    'a=b)',
    '()',
    'and=x',
    'a=b or',
    `${'('.repeat(200)}a=b`,
  ])('is no expression: %s', (text) => {
    expect(attributeExpression(text)).toHaveProperty('flaw');
  });

  test('expressions are bounded', () => {
    const terms = (count: number) => Array(count).fill('a=b').join(' or ');
    expect(attributeExpression(terms(1000))).toHaveProperty('expression');
    expect(attributeExpression(terms(1001))).toHaveProperty('flaw');
    expect(meets(terms(1000), attribute('a', 'x', 'b'))).toBe(true);
  });
});

describe('variables of attributes', () => {
  const settings = { nameAttributes: { json: true, variables: [{ variable: 'V', attribute: 'a' }] } };

  test('one value, several values, and values that end early', () => {
    const plain = { nameAttributes: { ...settings.nameAttributes, json: false } };
    expect(attributeVariables(plain, 'n', [attribute('a', 'x')])).toEqual([['V', 'x']]);
    expect(attributeVariables(plain, 'n', [attribute('a', 'x\0y', 'z')])).toEqual([
      ['V', 'x'],
      ['V_1', 'x'],
      ['V_2', 'z'],
      ['V_N', '1'],
    ]);
    expect(attributeVariables(plain, 'n', [attribute('b', 'x')])).toEqual([]);
    expect(attributeVariables(plain, 'n', [])).toEqual([['GSS_NAME_ATTR_ERROR', '0 attributes found']]);
  });

  test('JSON stays JSON, whatever stands in names and values', () => {
    const [, value] = attributeVariables(settings, 'a"\n@R', [attribute('b"', 'x"y\u0001\\\xe9')])[0]!;
    expect(JSON.parse(value)).toEqual({
      name: 'a"\n@R',
      attributes: {
        'b"': { authenticated: true, complete: false, values: [{ raw: null, display: 'x"y\u0001\\\xe9' }] },
      },
    });
  });

  test('attributes that cannot be told', () => {
    expect(attributeVariables(settings, 'n', { failure })).toEqual([
      ['GSS_NAME_ATTR_ERROR', 'gss_inquire_name() failed: [broken]'],
    ]);
  });
});
