import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCondition, parseStringExpression } from '../../src/syntax/parse-expression.js';
import { projectFolder } from '../kit/project.js';
import { outlineCondition, outlineWord } from './expression-outline.js';

/**
 * The pairs of a file: an expression and, indented, its outline or `! offset message`. Real httpd accepts and refuses the same
 * ones with the same messages, variables and functions that it does not know apart.
 */
function readPairs(name: string): readonly (readonly [expression: string, expected: string])[] {
  const lines = readFileSync(join(projectFolder, 'fixtures/syntax', name), 'utf8').split('\n');
  const told = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (told.length === 0 || told.length % 2 === 1) throw new Error(`${name} does not consist of pairs`);
  return told.flatMap((line, index) => (index % 2 === 0 ? [[line, told[index + 1]!.trim()] as const] : []));
}

function condition(text: string): string {
  const { value, error } = parseCondition(text);
  return error ? `! ${error.offset} ${error.message}` : outlineCondition(value);
}

function plainText(text: string): string {
  const { value, error } = parseStringExpression(text);
  return error ? `! ${error.offset} ${error.message}` : outlineWord(value);
}

describe('conditions', () => {
  test.each(readPairs('conditions.txt'))('%s', (text, expected) => expect(condition(text)).toBe(expected));

  test('line feeds are blanks outside of strings, carriage returns are not', () => {
    expect(condition('true\n\t&& false')).toBe('(and true false)');
    expect(condition('true\r&& false')).toBe(
      "! 4 syntax error, unexpected T_ERROR, expecting $end: Parse error near '\r'",
    );
    expect(condition("'a\nb' == 'c'")).toBe('! 2 Unterminated string or variable');
    expect(condition("'a\\\nb' == 'c'")).toBe('(== "a\\nb" "c")');
    expect(condition("'a' =~ /b\nc/")).toBe('(=~ "a" /b\nc/)');
  });

  test('an empty condition is none', () => {
    expect(condition('')).toBe('! 0 syntax error, unexpected $end');
  });
});

describe('texts', () => {
  test.each(readPairs('texts.txt'))('%s', (text, expected) => expect(plainText(text)).toBe(expected));

  test('an empty text is one', () => {
    expect(plainText('')).toBe('""');
  });
});

const regexTooLong = 'syntax error, unexpected T_ERROR, expecting T_REGEX or T_REGEX_I: Regexp too long';

describe('bounds', () => {
  test.each([
    [
      'parentheses',
      `${'('.repeat(100)}true${')'.repeat(100)}`,
      `${'('.repeat(101)}true${')'.repeat(101)}`,
      100,
    ],
    ['calls', `-n ${'a('.repeat(100)}1${')'.repeat(100)}`, `-n ${'a('.repeat(101)}1${')'.repeat(101)}`, 204],
    [
      'variables',
      `-n ${'%{a:'.repeat(100)}${'}'.repeat(100)}`.replace(':}', ':b}'),
      `-n ${'%{a:'.repeat(1e5)}`,
      403,
    ],
    ['negations', `${'!'.repeat(1000)}true`, `${'!'.repeat(1e5)}true`, 1000],
    ['operators', `${'true&&'.repeat(1000)}true`, `${'true||'.repeat(1e5)}true`, 6004],
  ])('too many nested %s are an error', (_, most, more, offset) => {
    expect(parseCondition(most).error).toBeUndefined();
    expect(parseCondition(more).error).toMatchObject({ message: 'memory exhausted', offset });
  });

  test.each([
    ['a string', "-n '", "'", 'String too long', 4],
    ['a regular expression', "'a' =~ /", '/', regexTooLong, 7],
    ['one with other delimiters', "'a' =~ m#", '#i', regexTooLong, 7],
  ])('%s holds 8191 bytes and no more', (_, before, after, message, offset) => {
    const make = (length: number) => before + 'a'.repeat(length) + after;
    expect(parseCondition(make(8191)).error).toBeUndefined();
    expect(parseCondition(make(8192)).error).toMatchObject({ message, offset });
  });
});

test('nothing throws, and every error lies in the text', () => {
  const soup = fc.array(
    fc.constantFrom(
      '%{',
      '}',
      ':',
      "'",
      '"',
      '\\',
      '$1',
      '/',
      'm#',
      '#',
      'i',
      '(',
      ')',
      '{',
      ',',
      '.',
      '-n',
      '==',
      ' ',
      'not',
      'a',
      '\n',
      '\0',
    ),
  );
  const bytes = fc.array(fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)));
  fc.assert(
    fc.property(fc.oneof(soup, bytes), (parts) => {
      const text = parts.join('');
      for (const { value, error } of [parseCondition(text), parseStringExpression(text)]) {
        expect((value === undefined) !== (error === undefined)).toBe(true);
        if (error) expect(error.offset).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 3000 },
  );
});
