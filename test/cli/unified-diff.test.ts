import { describe, expect, test } from '@jest/globals';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { unifiedDiff } from '../../src/cli/unified-diff.js';

const diffOf = (before: string, after: string): string =>
  unifiedDiff([{ path: 'x', before, after }], (path) => path);

const hunks = (text: string): string => text.split('\n').slice(2).join('\n');

describe('a unified diff', () => {
  test('has three lines of context, and near changes in one hunk', () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index}\n`).join('');
    const after = before
      .replace('line 4\n', 'four\n')
      .replace('line 9\n', '')
      .replace('line 17\n', '17\nmore\n');
    expect(hunks(diffOf(before, after))).toBe(
      [
        '@@ -2,12 +2,11 @@',
        ' line 1\n line 2\n line 3\n-line 4\n+four\n line 5\n line 6\n line 7\n line 8\n-line 9',
        ' line 10\n line 11\n line 12',
        '@@ -15,6 +14,7 @@',
        ' line 14\n line 15\n line 16\n-line 17\n+17\n+more\n line 18\n line 19\n',
      ].join('\n'),
    );
  });

  test.each([
    [`${'../'.repeat(40)}etc/a.conf`, 'a/etc/a.conf'],
    ['/etc/a.conf', 'a/etc/a.conf'],
    ['./p//a.conf', 'a/p/a.conf'],
    ['my site/a.conf', 'a/my site/a.conf\t'],
  ])('names %s as patch -p1 finds it', (path, name) => {
    const told = unifiedDiff([{ path, before: 'a\n', after: 'b\n' }], (each) => each);
    expect(told.split('\n')[0]).toBe(`--- ${name}`);
  });

  test('tells of a missing last line end', () => {
    expect(hunks(diffOf('a\nb', 'a\nb\n'))).toBe(
      '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n',
    );
  });

  test('gives the new text back, whatever was changed', () => {
    const line = fc.constantFrom('a', 'b', '', '<Location /x>', '  Require all granted', 'c\r');
    const text = fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        expect(applyPatch(before, diffOf(before, after), { autoConvertLineEndings: false })).toBe(after);
      }),
    );
  });
});
