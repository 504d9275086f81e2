import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfig } from '../../src/syntax/parse.js';
import { print } from '../../src/syntax/print.js';
import type { Item } from '../../src/syntax/tree.js';

const fragments = [
  ...[
    '<Macro a>',
    '</Macro>',
    '<Location /a>',
    '</Location>',
    '</location >',
    '<RequireAll>',
    '</RequireAll>',
    '<',
    '</',
    '</>',
    '<>',
    '>',
    '"',
    "'",
  ],
  ...[
    '\\',
    '\\\n',
    '\\\r\n',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '\v',
    '#',
    'AuthType',
    'GSSAPI',
    '${X}',
    '\0',
    '\xff',
    '\xef\xbb\xbf',
  ],
];

const bytes = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 200,
});
const soup = fc.array(fc.constantFrom(...fragments), { maxLength: 60 }).map((parts) => parts.join(''));

function parse(text: string) {
  return parseConfig({ path: 'test.conf', text });
}

/** Every word of a tree, which forces the lazy cutting too. */
function spansOf(items: readonly Item[]): (readonly [number, number])[] {
  return items.flatMap((item) => {
    if (item.kind !== 'directive' && item.kind !== 'section') return [];
    const own = item.args.words.map(({ span }) => [span.start, span.end] as const);
    return item.kind === 'section' ? [...own, ...spansOf(item.items)] : own;
  });
}

describe.each([
  ['random bytes', bytes],
  ['random token soups', soup],
])('of %s', (_, texts) => {
  test('print gives the bytes back', () => {
    fc.assert(
      fc.property(texts, (text) => expect(print(parse(text).value)).toBe(text)),
      { numRuns: 2000 },
    );
  });

  test('the items lie side by side and every word lies in the text, in order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { items } = parse(text).value;
        const ends = items.map(({ span }) => span.end);
        expect(items.map(({ span }) => span.start)).toEqual([0, ...ends].slice(0, items.length));
        expect(ends.at(-1) ?? 0).toBe(text.length);
        const flat = spansOf(items).flat();
        expect(flat).toEqual(flat.toSorted((left, right) => left - right));
      }),
      { numRuns: 2000 },
    );
  });
});

test('nesting has no limit', () => {
  const text = `${'<A>\n'.repeat(50_000)}${'</A>\n'.repeat(50_000)}`;
  const { value, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  expect(print(value)).toBe(text);
});
