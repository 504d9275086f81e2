import { describe, expect, test } from '@jest/globals';
import { inOrder } from '../../src/report/order.js';
import { renderDiagnostics } from '../../src/report/pretty.js';
import type { Diagnostic, Severity } from '../../src/source/diagnostic.js';
import type { SourceFile } from '../../src/source/file.js';

const plain = { colour: false, width: 80 };
const file: SourceFile = {
  path: 'a.conf',
  text: Array.from({ length: 400 }, (_, at) => `Line${at + 1} x\n`).join(''),
};

function at(line: number, message: string, extra: Partial<Diagnostic> = {}): Diagnostic {
  const start = file.text.indexOf(`Line${line} `);
  const end = file.text.indexOf(' ', start);
  return { code: 'x', severity: 'error', stage: 'bind', message, span: { file, start, end }, ...extra };
}

const shown = (diagnostics: readonly Diagnostic[], all = false): readonly string[] =>
  renderDiagnostics(diagnostics, { ...plain, all })
    .split('\n')
    .filter((line) => /^a\.conf|…/.test(line))
    .map((line) => line.replace(/^a\.conf:(\d+):1: \w+: /, '$1 '));

const lines = (
  count: number,
  message: (line: number) => string,
  extra: Partial<Diagnostic> = {},
): Diagnostic[] => Array.from({ length: count }, (_, index) => at(index + 1, message(index + 1), extra));

describe('what is said over and over', () => {
  test('is shown three times, with the lines of the rest', () => {
    expect(shown(lines(13, () => 'no'))).toEqual([
      '1 no',
      '2 no',
      '3 no',
      '  … and 10 more like this, lines 4, 5, 6, 7, 8, 9, 10, 11 and others; check --all shows them',
    ]);
  });

  test('is shown whole when asked for, and when only one would be left out', () => {
    expect(
      shown(
        lines(13, () => 'no'),
        true,
      ),
    ).toHaveLength(13);
    expect(shown(lines(4, () => 'no'))).toHaveLength(4);
  });

  test('is shown once where the remedy is one, with the names of the others', () => {
    const refused = lines(3, (line) => `Line${line} is not served`, {
      code: 'not-served',
      hint: 'take it out',
    });
    expect(shown(refused)).toEqual([
      '1 Line1 is not served',
      '  … and 2 more like this (Line2, Line3), lines 2, 3; check --all shows them',
    ]);
  });

  test('counts as the same in warnings and notes where only names and numbers differ', () => {
    const differing = (severity: Severity) =>
      lines(9, (line) => `cannot open Line${line}: no file ${line}`, { severity });
    expect(shown(differing('error'))).toHaveLength(9);
    expect(shown(differing('warning'))).toHaveLength(4);
    expect(shown(differing('note'))).toHaveLength(2);
  });

  test('of different things is cut at a hundred', () => {
    const text = shown(lines(250, (line) => `no ${line}`));
    expect(text).toHaveLength(101);
    expect(text.at(-1)).toBe('… and 150 more findings; check --all shows them');
  });
});

describe('the order', () => {
  test('is that of the configuration as it is read', () => {
    const inner: SourceFile = { path: 'b.conf', text: 'A\nB\n', includedFrom: at(5, '').span! };
    const included = (start: number): Diagnostic => ({
      ...at(1, `inner ${start}`),
      span: { file: inner, start, end: start + 1 },
    });
    const nowhere: Diagnostic = { code: 'x', severity: 'error', stage: 'compile', message: 'nowhere' };
    const found = [nowhere, at(9, 'nine'), included(2), at(5, 'five'), included(0), at(2, 'two')];
    expect(inOrder(found).map(({ message }) => message)).toEqual([
      'two',
      'five',
      'inner 0',
      'inner 2',
      'nine',
      'nowhere',
    ]);
  });

  test('keeps what stands at one place as it was found', () => {
    expect(inOrder([at(2, 'b'), at(2, 'a'), at(1, 'c')]).map(({ message }) => message)).toEqual([
      'c',
      'b',
      'a',
    ]);
  });
});
