import { describe, expect, test } from '@jest/globals';
import { renderDiagnostics } from '../../src/report/pretty.js';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import type { SourceFile } from '../../src/source/file.js';

const plain = { colour: false, width: 80 };
const file = (text: string, extra: Partial<SourceFile> = {}): SourceFile => ({
  path: 'a.conf',
  text,
  ...extra,
});
const error = (
  source: SourceFile,
  start: number,
  end: number,
  extra: Partial<Diagnostic> = {},
): Diagnostic => ({
  code: 'x',
  severity: 'error',
  stage: 'bind',
  message: 'It is wrong',
  span: { file: source, start, end },
  ...extra,
});

test('a finding has its place, its line, why, what to do, related places and the way of includes', () => {
  const main = file('Listen 80\nInclude b.conf\n');
  const included: SourceFile = {
    path: 'b.conf',
    text: '# one\n  KeepAlive maybe\n',
    includedFrom: { file: main, start: 10, end: 17 },
  };
  const found = error(included, 18, 23, {
    why: 'It must be one of two.',
    hint: 'write On',
    related: [{ span: { file: main, start: 0, end: 6 }, message: 'see here' }],
  });
  expect(renderDiagnostics([found], plain)).toBe(`b.conf:2:13: error: It is wrong
  2 |   KeepAlive maybe
    |             ^^^^^
  why: It must be one of two.
  hint: write On
  a.conf:1:1: note: see here
  1 | Listen 80
    | ^^^^^^
  included from a.conf:2:1
`);
});

test('findings stand apart, the same finding is told once, one without a place has none', () => {
  const one = error(file('a\n'), 0, 1);
  const nowhere: Diagnostic = { code: 'y', severity: 'warning', stage: 'compile', message: 'Hm' };
  expect(renderDiagnostics([one, one, nowhere], plain)).toBe(
    'a.conf:1:1: error: It is wrong\n  1 | a\n    | ^\n\nwarning: Hm\n',
  );
  expect(renderDiagnostics([], plain)).toBe('');
});

describe('text from files', () => {
  const rendered = (text: string, start: number, end: number, options = plain) =>
    renderDiagnostics([error(file(text), start, end, { message: text.slice(start, end) })], options);

  test('control characters are made visible', () => {
    const said = rendered('a\x1b[31mb\x07\x9bc\r\n', 0, 8);
    expect(said).toContain('␛[31m');
    expect(said).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test('UTF-8 and Latin-1 are shown as what they are, and marked by character', () => {
    const bytes = Buffer.from('é "ü"').toString('latin1');
    expect(rendered(bytes, 3, 7)).toContain('  1 | é "ü"\n    |   ^^^\n');
    expect(rendered('caf\xe9 x', 5, 6)).toContain('  1 | café x\n    |      ^\n');
  });

  test('marks that would turn text around are made visible', () => {
    expect(rendered(Buffer.from('a\u202eb').toString('latin1'), 0, 1)).toContain('a\\u{202e}b');
  });

  test('tabs keep the mark under its text', () => {
    expect(rendered('\tx y', 1, 2)).toContain('  1 |     x y\n    |     ^\n');
  });

  test('a long line is cut around the mark', () => {
    const said = rendered(`${'a '.repeat(500)}HERE${' b'.repeat(500)}`, 1000, 1004, {
      colour: false,
      width: 60,
    });
    const [, line, marks] = said.split('\n');
    expect(line!.length).toBeLessThanOrEqual(62);
    const at = marks!.indexOf('^');
    expect(line!.slice(at, at + 4)).toBe('HERE');
    expect(marks!.slice(at)).toBe('^^^^');
  });

  test('the end of the file is a place', () => {
    expect(rendered('abc', 3, 3)).toContain('  1 | abc\n    |    ^\n');
  });
});

test('colours are used when asked for only', () => {
  const found = error(file('a\n'), 0, 1);
  expect(renderDiagnostics([found], { colour: true, width: 80 })).toContain('\x1b[31merror\x1b[0m');
  expect(renderDiagnostics([found], plain)).not.toContain('\x1b');
});
