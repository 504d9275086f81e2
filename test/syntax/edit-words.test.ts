import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { writeWord, writeWords } from '../../src/syntax/edit-words.js';
import { cutWord } from '../../src/syntax/words.js';

describe('writing a word', () => {
  test.each([
    ['On', '', 'On'],
    ['', '', '""'],
    ['J. Doe', '', '"J. Doe"'],
    ['a"b', '', 'a"b'],
    ['"a"', '', '"\\"a\\""'],
    ["'a", '', '"\'a"'],
    ['\\.php$', '', '\\.php$'],
    ['a\\\\b', '', 'a\\\\\\\\b'],
    ['C:\\', '', '"C:\\\\"'],
    ['#x', '', '#x'],
    ['On', '"', '"On"'],
    ['\\.php$', '"', '"\\.php$"'],
    ['say "x"', '"', '"say \\"x\\""'],
    ["it's", "'", "'it\\'s'"],
    ['a\\"b', '"', '"a\\\\\\"b"'],
    ['caf\xc3\xa9', '', 'caf\xc3\xa9'],
    ['a\rb', '', '"a\rb"'],
  ] as const)('%j in %j is %s', (value, quote, written) => {
    expect(writeWord(value, quote)).toBe(written);
  });

  test.each(['a\nb', 'a\0b', '\u20ac'])('%j cannot be written', (value) => {
    expect(writeWord(value)).toBeUndefined();
    expect(writeWords(['a', value])).toBeUndefined();
  });

  test('several words', () => {
    expect(writeWords(['user', 'J. Doe', ''])).toBe('user "J. Doe" ""');
  });

  test('reading gives the value back, for any value and any quote', () => {
    const byte = fc.oneof(
      fc.constantFrom('\\', '"', "'", ' ', '\t', '\r', '#', '>', '<', '$', '\xff'),
      fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
    );
    const value = fc.string({ unit: byte, maxLength: 12 }).filter((text) => !text.includes('\n'));
    const quote = fc.constantFrom('' as const, '"' as const, "'" as const);
    fc.assert(
      fc.property(value, quote, (wanted, preferred) => {
        const written = writeWord(wanted, preferred)!;
        expect(cutWord(`${written} next`, 0)).toMatchObject({ value: wanted, end: written.length });
        expect(written.endsWith('\\')).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });
});
