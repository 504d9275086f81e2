import { expect, test } from '@jest/globals';
import { cutWord, cutWords } from '../../src/syntax/words.js';

const file = { path: 'test.conf', text: '' };

test.each([
  ['', []],
  [' \t', []],
  ['a', [[0, 1, 'a']]],
  [
    ' a  b ',
    [
      [1, 2, 'a'],
      [4, 5, 'b'],
    ],
  ],
  [
    '"a b"c',
    [
      [0, 5, 'a b'],
      [5, 6, 'c'],
    ],
  ],
  ['"a', [[0, 2, 'a']]],
  ['"a\\', [[0, 3, 'a\\']]],
  ['"a\\"', [[0, 4, 'a"']]],
  [
    "'a\\\\'b",
    [
      [0, 5, 'a\\'],
      [5, 6, 'b'],
    ],
  ],
  [
    'a\\ b',
    [
      [0, 2, 'a\\'],
      [3, 4, 'b'],
    ],
  ],
  ['a\\\\\\b', [[0, 5, 'a\\\\b']]],
  ['a\xa0b', [[0, 3, 'a\xa0b']]],
])('the words of %j', (text, expected) => {
  const words = cutWords(text, (start, end) => ({ file, start, end }));
  expect(words.map(({ value, span }) => [span.start, span.end, value])).toEqual(expected);
});

test('the next word is looked for from any position', () => {
  expect(cutWord('a "b" c', 1)).toEqual({ value: 'b', quote: '"', closed: true, start: 2, end: 5, next: 6 });
  expect(cutWord('a  ', 1)).toBeUndefined();
});
