import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { readCases } from '../syntax/cases.js';
import { place, shown } from '../syntax/outline.js';
import { bindText } from './apache.js';

const structural = new Set([
  'section-not-open',
  'section-mismatch',
  'section-not-closed',
  'section-unterminated',
  'close-unterminated',
]);

function structureOf(text: string): readonly Diagnostic[] {
  return bindText(text)
    .diagnostics.filter(({ code }) => structural.has(code))
    .toSorted((left, right) => left.span!.start - right.span!.start);
}

describe.each(['sections.txt', 'structure.txt'])('%s', (name) => {
  test.each(readCases(name))('$title', ({ input, expected }) => {
    const errors = expected.filter((line) => line.startsWith('error '));
    expect(structureOf(input).map(shown)).toEqual(errors.toSorted(byPlace));
  });
});

function byPlace(left: string, right: string): number {
  const [a, b] = [left, right].map((line) => /(\d+):(\d+)/.exec(line)!.slice(1).map(Number));
  return a![0]! - b![0]! || a![1]! - b![1]!;
}

test('a mismatch tells where the open section began', () => {
  const [mismatch] = structureOf('<Files a>\n</B>');
  expect(mismatch!.related!.map(({ span, message }) => `${place(span)} ${message}`)).toEqual([
    '1:1-1:10 <Files> is open since here',
  ]);
});
