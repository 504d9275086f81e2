import { describe, expect, test } from '@jest/globals';
import { parseLines } from '../../grammar/config.js';

test('lines come in order and without gaps', () => {
  const source = '# c\n\n<A x>\n  B \\\n c\n</A>\n"\n  ';
  const lines = parseLines(source);
  expect(lines.map(({ kind }) => kind)).toEqual([
    'comment',
    'blank',
    'open',
    'directive',
    'close',
    'blank',
    'blank',
  ]);
  expect(lines.map(({ start, end }) => source.slice(start, end)).join('')).toBe(source);
});

test('an empty text has no line', () => {
  expect(parseLines('')).toEqual([]);
});

describe('the cost is linear: what follows would take minutes otherwise', () => {
  /** Seconds of the processor's time, which others on the machine do not lengthen. */
  const limit = 60;
  const processorSeconds = (): number => process.cpuUsage().user / 1e6;
  test.each([
    ['physical lines', '<Location /a>\n  Require valid-user\n</Location>\n'.repeat(50_000), 150_000],
    ['continuations', `a ${'\\\n'.repeat(1_000_000)}`, 1],
    ['continued words', `a ${'b \\\n'.repeat(300_000)}`, 1],
    ['backslashes, then line ends', `${'\\'.repeat(500_000)}${'\n'.repeat(500_000)}`, 1],
    ['backslashes and carriage returns', '\r\\\n'.repeat(300_000), 1],
    ['zero bytes', 'a\0b\\\n'.repeat(200_000), 200_000],
    ['blanks', ' '.repeat(10_000_000), 1],
    ['one long word', 'x'.repeat(10_000_000), 1],
  ])('%s', (_, source, count) => {
    const begin = processorSeconds();
    expect(parseLines(source)).toHaveLength(count);
    const used = processorSeconds() - begin;
    expect(used).toBeLessThan(limit);
  });
});
