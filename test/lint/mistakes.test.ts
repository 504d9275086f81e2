import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lintRules } from '../../src/lint/rules/index.js';
import { projectFolder } from '../kit/project.js';

const [, ...rows] = readFileSync(join(projectFolder, 'fixtures/lint/mistakes.tsv'), 'utf8')
  .trimEnd()
  .split('\n');
const mistakes = rows.map((row) => row.split('\t'));

test('all 91 known mistakes are in the table, each once', () => {
  expect(mistakes).toHaveLength(91);
  expect(new Set(mistakes.map(([id]) => id)).size).toBe(91);
  expect(mistakes.filter((cells) => cells.length !== 3)).toEqual([]);
});

test('each is found by a rule, whose examples show it, or it is told why no text shows it', () => {
  const ids = new Set(lintRules.map(({ id }) => id));
  const unfound = mistakes.filter(([, , answer = '']) => !ids.has(answer) && !/^- \S.{20,}$/.test(answer));
  expect(unfound).toEqual([]);
});

test('every fourth is left to others at most', () => {
  expect(mistakes.filter(([, , answer = '']) => answer.startsWith('-')).length).toBeLessThan(91 / 4);
});
