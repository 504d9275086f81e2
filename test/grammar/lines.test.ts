import { describe, expect, test } from '@jest/globals';
import { joinRange, offsetIn, readLogicalLine } from '../../grammar/lines.js';

describe('a logical line', () => {
  test.each([
    ['a b\nc', 'directive', 'a b', 4],
    ['a b', 'directive', 'a b', 3],
    [' a\r\n', 'directive', 'a', 4],
    ['a\\\nb\nc', 'directive', 'ab', 5],
    ['a\\\r\nb\nc', 'directive', 'ab', 6],
    ['a\\\\\n\nb\nc', 'directive', 'ab', 7],
    ['a\\\\\r\n\r\nb\nc', 'directive', 'ab', 9],
    ['a\\\r\\\n\nb', 'directive', 'ab', 7],
    ['a\\\\\\\n\n\nb', 'directive', 'ab', 8],
    ['a\\\r\r\nb', 'directive', 'a\\', 5],
    ['a \\ \nb', 'directive', 'a \\', 5],
    ['a\\', 'directive', 'a\\', 2],
    ['a\\\n', 'directive', 'a', 3],
    ['a\0b\\\nc', 'directive', 'a', 5],
    ['a\\\nb\0\\\nc', 'directive', 'ab', 7],
    ['\n', 'blank', '', 1],
    ['\\\n', 'blank', '', 2],
    ['\\\n\\\n\n', 'blank', '', 5],
    ['""', 'blank', '""', 2],
    ['"', 'blank', '"', 1],
    ['#', 'comment', '#', 1],
    ['\\\n#a\\\nb', 'comment', '#ab', 7],
    ['"#"', 'directive', '"#"', 3],
    ['<a', 'open', '<a', 2],
    ['<\\\n/a>', 'close', '</a>', 6],
    ['</', 'close', '</', 2],
    ['<', 'open', '<', 1],
    ["'</a>'", 'close', "'</a>'", 6],
    ['"<a', 'open', '"<a', 3],
  ])('%j is a %s', (source, kind, text, end) => {
    expect(readLogicalLine(source, 0)).toMatchObject({ kind, text, start: 0, end });
  });

  test('begins anywhere', () => {
    expect(readLogicalLine('a\n b\\\nc\nd', 2)).toMatchObject({ text: 'bc', start: 2, end: 8 });
  });
});

test('every byte of a line is found again in the source', () => {
  const source = '  \\\n ab\\\r\nc d\\\\\n\n  e  \n';
  const { text, runs } = readLogicalLine(source, 0);
  expect(text).toBe('abc d  e');
  expect([...text].map((_, position) => source[offsetIn(runs, position)])).toEqual([...text]);
});

test('a range is joined without cutting its blanks', () => {
  const source = 'x a\\\n b c';
  const [text, runs] = joinRange(source, 1, 8);
  expect(text).toBe(' a b ');
  expect(text.split('').map((_, position) => offsetIn(runs, position))).toEqual([1, 2, 5, 6, 7]);
});
