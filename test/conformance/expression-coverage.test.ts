import { describe, expect, test } from '@jest/globals';
import { expressionLexer } from '../../grammar/expression-tokens.js';
import type { Mention } from '../../src/syntax/expression-mentions.js';
import {
  binaryOperators,
  expressionFunctions,
  expressionVariables,
  listFunctions,
  unaryOperators,
} from '../../src/syntax/expression-names.js';
import { parseCondition, parseStringExpression } from '../../src/syntax/parse-expression.js';
import { type ExpressionRow, readExpressions } from '../kit/expression-table.js';
import { readFixtures } from '../kit/fixture.js';

const rows = [...readExpressions('table'), ...readExpressions('ssl')];

function parsed({ kind, text, line }: ExpressionRow): {
  readonly mentions: readonly Mention[];
  readonly tree: string;
} {
  const { value, error, mentions } = kind === 'text' ? parseStringExpression(text) : parseCondition(text);
  if (error) throw new Error(`${line}: ${text}: ${error.message}`);
  return { mentions, tree: JSON.stringify(value) };
}

const all = rows.map(parsed);
const named = (kind: Mention['kind']) =>
  new Set(
    all.flatMap(({ mentions }) =>
      mentions.flatMap((mention) => (mention.kind === kind && 'name' in mention ? [mention.name] : [])),
    ),
  );
const anyCase = (names: Iterable<string>) => new Set([...names].map((name) => name.toLowerCase()));

/** -F asks for the name of the request's file, which conditions do not have when they are asked first. */
const elsewhere = readFixtures('conformance').find(({ name }) => name === 'g1-expressions')!;

describe('what the grammar and the evaluator know is compared with Apache', () => {
  test('in hundreds of rows', () => expect(rows.length).toBeGreaterThan(500));

  test('all variables', () => {
    const found = anyCase(named('variable'));
    expect(expressionVariables.filter((name) => !found.has(name.toLowerCase()))).toEqual([]);
    expect([...found].some((name) => name.startsWith('ssl_'))).toBe(true);
  });

  test('all functions, as calls and in variables', () => {
    const found = anyCase(named('function'));
    expect(expressionFunctions.filter((name) => !found.has(name))).toEqual([]);
    expect(listFunctions.filter((name) => !anyCase(named('list')).has(name))).toEqual([]);
  });

  test('all operators in front of a word', () => {
    const found = named('unary');
    expect(unaryOperators.filter((name) => !found.has(name))).toEqual(['F']);
    expect(elsewhere.configuration).toMatch(/"-F '/);
  });

  test('all operators between words', () => {
    const found = anyCase(named('binary'));
    expect(binaryOperators.filter((name) => !found.has(name))).toEqual([]);
    const operators = ['==', '!=', '<', '<=', '>', '>=', '-eq', '-ne', '-lt', '-le', '-gt', '-ge'];
    expect(
      operators.filter((name) => !all.some(({ tree }) => tree.includes(`"operator":"${name}"`))),
    ).toEqual([]);
  });

  test('every kind of token there is', () => {
    const seen = new Set<string>();
    for (const { kind, text } of rows) {
      const { tokens } = expressionLexer.tokenize(text, kind === 'text' ? 'text' : 'boolean');
      for (const { tokenType } of tokens) seen.add(tokenType.name);
    }
    const spellings =
      'Or And Not In True False Digits Backreference Regex RegexMatch RegexMismatch Concatenate Escape Comma'.split(
        ' ',
      );
    expect(spellings.filter((name) => !seen.has(name))).toEqual([]);
    const words = [
      'or',
      '||',
      'and',
      '&&',
      'not',
      '!',
      'in',
      '-in',
      'eq',
      '-eq',
      'ne',
      'lt',
      'le',
      'gt',
      'ge',
      '=',
      '==',
    ];
    const images = new Set(
      rows.flatMap(({ kind, text }) =>
        kind === 'text' ? [] : expressionLexer.tokenize(text, 'boolean').tokens.map(({ image }) => image),
      ),
    );
    expect(words.filter((word) => !images.has(word))).toEqual([]);
  });

  test('every delimiter of patterns', () => {
    const used = new Set(
      rows.flatMap(({ text }) => [...text.matchAll(/[=!]~ (m.|\/)/g)].map(([, start]) => start)),
    );
    const missing = [...'/#$%^,;:?|-!.\'"'].filter((sign) => !used.has(`m${sign}`));
    expect(missing).toEqual([]);
  });
});
