import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type SsiEvent, SsiReader } from '../../src/evaluate/ssi-reader.js';

const tags = { start: '<!--#', end: '-->' };

/** What a reader makes of pieces; runs of text are joined, since where they are cut does not matter. */
function read(pieces: readonly string[], marks = tags): unknown[] {
  const reader = new SsiReader(marks);
  const seen: unknown[] = [];
  const take = (event: SsiEvent) => {
    const last = seen.at(-1) as SsiEvent | undefined;
    if (event.kind === 'text' && last?.kind === 'text')
      seen[seen.length - 1] = { kind: 'text', text: last.text + event.text };
    else seen.push(event);
  };
  for (const piece of pieces) for (const event of reader.feed(piece)) take(event);
  for (const event of reader.rest()) take(event);
  const { text, open } = reader.end();
  if (text !== '') take({ kind: 'text', text });
  return [...seen, open];
}

const parts = fc.constantFrom(
  ...[
    '<!--#',
    '<',
    '!',
    '-',
    '--',
    '-->',
    '#',
    'echo',
    'set',
    ' ',
    '\n',
    '=',
    '"',
    "'",
    '`',
    '\\',
    'var',
    'a',
    '>',
  ],
);
const page = fc.array(parts, { maxLength: 40 }).map((list) => list.join(''));

describe('reading pages', () => {
  test('where a page is cut makes no difference', () => {
    fc.assert(
      fc.property(page, fc.array(fc.nat({ max: 60 }), { maxLength: 8 }), (text, cuts) => {
        const places = [0, ...cuts.filter((at) => at <= text.length).sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
        expect(read(pieces)).toEqual(read([text]));
        expect(read([...text])).toEqual(read([text]));
      }),
      { numRuns: 500 },
    );
  });

  test('tags that hold their own beginning are found across pieces', () => {
    const odd = { start: '---->', end: '<<-' };
    fc.assert(
      fc.property(fc.array(fc.constantFrom('-', '>', '<', 'x', ' '), { maxLength: 30 }), (characters) => {
        expect(read(characters, odd)).toEqual(read([characters.join('')], odd));
      }),
    );
  });

  test('attributes and their values', () => {
    expect(read([`a<!--#Set VAR="x \\" y" b=c d -->z`])).toEqual([
      { kind: 'text', text: 'a' },
      {
        kind: 'element',
        element: {
          name: 'set',
          attributes: [
            { name: 'var', value: 'x " y' },
            { name: 'b', value: 'c' },
            { name: 'd', value: undefined },
          ],
          faults: [],
        },
      },
      { kind: 'text', text: 'z' },
      false,
    ]);
  });

  test('a long element that ends with the page is read, and what stands behind it', () => {
    const value = 'x'.repeat(9000);
    const page = `a<!--#set var="${value}" -->b<!--#echo -->c`;
    const whole = read([page]);
    for (const cut of [4200, 5000, 8900]) expect(read([page.slice(0, cut), page.slice(cut)])).toEqual(whole);
    expect(whole).toHaveLength(6);
  });

  test('an element without end is given up, and nothing behind it is kept', () => {
    const reader = new SsiReader(tags);
    const events: SsiEvent[] = [];
    for (let at = 0; at < 64; at++)
      events.push(...reader.feed(at === 0 ? '<!--#set var="' : 'x'.repeat(64 * 1024)));
    expect(events).toEqual([{ kind: 'endless' }]);
    expect(reader.end()).toEqual({ text: '', open: true });
  });
});
