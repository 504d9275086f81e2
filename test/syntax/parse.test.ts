import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/syntax/parse.js';
import { print } from '../../src/syntax/print.js';
import type { Item } from '../../src/syntax/tree.js';
import { readCases } from './cases.js';
import { outline, place, shown } from './outline.js';

function parse(text: string) {
  return parseConfig({ path: 'test.conf', text });
}

/** What is wrong with sections is found by reading: test/bind/structure.test.ts looks at those lines. */
const isStructural = (line: string) => line.startsWith('error ');

describe.each(['lines.txt', 'sections.txt'])('%s', (name) => {
  test.each(readCases(name))('$title', ({ input, expected }) => {
    const { value, diagnostics } = parse(input);
    expect([...outline(value), ...diagnostics.map(shown)]).toEqual(
      expected.filter((line) => !isStructural(line)),
    );
    expect(print(value)).toBe(input);
  });
});

/** The places of a tree's first item. */
function placesOf(text: string) {
  const item = parse(text).value.items[0] as Extract<Item, { args: unknown }>;
  return {
    name: place(item.nameSpan),
    args: place(item.args.span),
    words: item.args.words.map(({ span }) => place(span)),
  };
}

test.each([
  ['A b', { name: '1:1-1:2', args: '1:3-1:4', words: ['1:3-1:4'] }],
  ['  A  "b c"  d \n', { name: '1:3-1:4', args: '1:6-1:14', words: ['1:6-1:11', '1:13-1:14'] }],
  ['A', { name: '1:1-1:2', args: '1:2-1:2', words: [] }],
  ['A \\\nb c\\\nd', { name: '1:1-1:2', args: '2:1-3:2', words: ['2:1-2:2', '2:3-3:2'] }],
  ['Re\\\r\nquire a', { name: '1:1-2:6', args: '2:7-2:8', words: ['2:7-2:8'] }],
  ['  A \\\n\n', { name: '1:3-1:4', args: '1:4-1:4', words: [] }],
  ['  A b\\\n\n', { name: '1:3-1:4', args: '1:5-1:6', words: ['1:5-1:6'] }],
  ['A "b\\\nc"', { name: '1:1-1:2', args: '1:3-2:3', words: ['1:3-2:3'] }],
  ['A ""', { name: '1:1-1:2', args: '1:3-1:5', words: ['1:3-1:5'] }],
  [' <If "a">\n</If>', { name: '1:3-1:5', args: '1:6-1:9', words: ['1:6-1:9'] }],
  ['<If>\n</If>', { name: '1:2-1:4', args: '1:5-1:5', words: [] }],
  ['"<If" a>\n</If>', { name: '1:3-1:5', args: '1:7-1:8', words: ['1:7-1:8'] }],
])('the spans of %j', (text, places) => {
  expect(placesOf(text)).toEqual(places);
});

test('a section spans from its opening to its closing line, the close its line', () => {
  const [section] = parse('<A>\n B\n</A>\nC').value.items as readonly Extract<Item, { kind: 'section' }>[];
  expect([section!.openSpan, section!.close!.span, section!.span].map(place)).toEqual([
    '1:1-2:1',
    '3:1-4:1',
    '1:1-4:1',
  ]);
});

test('a logical line may not be longer than the limit', () => {
  const text = 'AuthName abc\\\ndef\nAuthName abc';
  const { diagnostics } = parseConfig({ path: '.htaccess', text }, { lineLimit: 15 });
  expect(diagnostics.map(shown)).toEqual(['error 1:1-2:4 Line too long']);
  expect(parseConfig({ path: '.htaccess', text }, { lineLimit: 16 }).diagnostics).toEqual([]);
  expect(
    parseConfig({ path: '.htaccess', text: `A${' '.repeat(15)}` }, { lineLimit: 15 }).diagnostics,
  ).toHaveLength(1);
});

test('lines with zero bytes are told a bounded number of times', () => {
  const { diagnostics } = parse('A\0b\n'.repeat(1000));
  expect(diagnostics).toHaveLength(20);
  expect(diagnostics.at(-1)!.message).toContain('and 980 more');
});
