import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parsePattern } from '../../src/pattern/parse.js';
import { pcre } from './pcre.js';
import { PatternMaker, randomNumbers } from './random-pattern.js';

const verdicts = readFileSync('fixtures/pattern/verdicts.tsv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string]);

function verdictOf(pattern: string): string {
  return parsePattern(pattern, '').flaw?.replace(/ \(at offset \d+\)$/, '') ?? 'ok';
}

describe('patterns are taken or refused as PCRE does, in its words', () => {
  test.each(verdicts)('%s: %s', (written, verdict) => {
    expect(verdictOf(JSON.parse(written))).toBe(verdict);
  });

  test('the table says what the installed PCRE says', () => {
    const differing = verdicts.filter(([written, verdict]) => {
      const answer = pcre(JSON.parse(written), '');
      return verdict !== ('flaw' in answer ? answer.flaw : 'ok');
    });
    expect(differing).toEqual([]);
  });
});

const pieces = [
  ...[
    'a',
    'b',
    '.',
    '\\d',
    '^',
    '$',
    '(',
    ')',
    '(',
    ')',
    '[',
    '[^',
    ']',
    '-',
    '|',
    '*',
    '+',
    '?',
    '{2}',
    '{1,2}',
    '{,3}',
    '{2',
    '}',
  ],
  ...[
    '\\',
    '\\1',
    '\\2',
    '\\10',
    '\\g{1}',
    '\\g{-1}',
    '\\g1',
    '\\g<1>',
    '\\k<n>',
    '(?:',
    '(?=',
    '(?!',
    '(?<=',
    '(?<!',
    '(?>',
    '(?|',
  ],
  ...[
    '(?i)',
    '(?x)',
    '(?i:',
    '(?^)',
    '(?s',
    '(?<n>',
    "(?'m'",
    '(?P=n)',
    '(?&n)',
    '(?R)',
    '(?1)',
    '(?+1)',
    '(?-1)',
    '(?(1)',
    '(?(n)',
  ],
  ...[
    '(?(R)',
    '(?(DEFINE)',
    '(?(?=',
    '(?#c)',
    '\\Q',
    '\\E',
    '\\b',
    '\\A',
    '\\K',
    '\\R',
    '\\N',
    '\\h',
    '\\x41',
    '\\x{42}',
    '\\x{',
    '\\o{101}',
  ],
  ...[
    '\\012',
    '\\8',
    '\\cA',
    '\\c',
    '\\p{L}',
    '\\C',
    '\\y',
    '[:alpha:]',
    '[[:alpha:]]',
    '[[:foo:]]',
    '[\\d-z]',
    '[z-a]',
    '[[:<:]]',
    '(*FAIL)',
  ],
  ...[
    '(*pla:',
    '(*MARK:x)',
    '(*F)',
    '(?C)',
    '(?J)',
    ' ',
    '#',
    '\n',
    '\\N{2}',
    '&',
    ':',
    '=',
    '!',
    '<',
    '>',
    "'",
    '++',
    '*?',
    '(?*',
    '(*',
    '\\0',
  ],
];

test('random texts are taken or refused as PCRE does', () => {
  const random = randomNumbers(4);
  const maker = new PatternMaker(random, true);
  const differing: unknown[] = [];
  for (let round = 0; round < 20_000; round++) {
    const pattern = Array.from({ length: 1 + Math.floor(random() * 8) }, () => maker.pick(pieces)).join('');
    const open = (pattern.match(/\(/g) ?? []).length - (pattern.match(/\)/g) ?? []).length;
    const closed = random() < 0.7 && open > 0 ? pattern + ')'.repeat(open) : pattern;
    const answer = pcre(closed, '');
    const parsed = parsePattern(closed, '');
    if ('flaw' in answer !== (parsed.flaw !== undefined)) differing.push([closed, answer, parsed.flaw]);
    else if ('groups' in answer && answer.groups !== parsed.groups) differing.push([closed, answer.groups]);
    if ('free' in answer) answer.free();
  }
  expect(differing).toEqual([]);
});
