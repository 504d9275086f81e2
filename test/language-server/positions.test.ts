import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { positionsOf } from '../../src/language-server/positions.js';

const texts = [
  '',
  'Require all granted\n',
  'a\r\nb\rc\nd',
  'AuthName "Bücher"\nRequire user Jürgen\n',
  '# 😀😀 x\r\nAuthName "日本"\r\n',
  `# ${'é😀x'.repeat(300)}\nend\n`,
  'lone \ud800 x \udc00 y\n',
  `${'\u{1f600}'.repeat(128)}`,
  `${'x'.repeat(255)}\u{1f600}y`,
];

/** Every character with its code unit and its byte; a surrogate without its other half is written as three bytes. */
function* characters(
  text: string,
): Generator<{ readonly unit: number; readonly byte: number; readonly text: string }> {
  let unit = 0;
  let byte = 0;
  for (const each of text) {
    yield { unit, byte, text: each };
    unit += each.length;
    byte += Buffer.byteLength(each);
  }
  yield { unit, byte, text: '' };
}

function expectBothWays(text: string): void {
  const positions = positionsOf(text);
  const document = TextDocument.create('untitled:x', 'apacheconf', 1, text);
  for (const { unit, byte, text: character } of characters(text)) {
    const position = document.positionAt(unit);
    expect([byte, positions.positionAt(byte)]).toEqual([byte, position]);
    if (document.offsetAt(position) === unit) expect(positions.byteAt(position)).toBe(byte);
    const length = Buffer.byteLength(character);
    for (let inside = byte + 1; inside < byte + length; inside += 1) {
      expect(positions.positionAt(inside)).toEqual(position);
      expect(positions.positionAt(inside, 'end')).toEqual(document.positionAt(unit + character.length));
    }
  }
}

describe('positions', () => {
  test.each(texts.map((text, index) => [index, text] as const))(
    'text %i: bytes and UTF-16 positions lead to each other',
    (_, text) => expectBothWays(text),
  );

  test('of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => expectBothWays(text)),
      { numRuns: 100 },
    );
  });

  test('the byte string is the UTF-8 of the text', () => {
    expect(positionsOf('ü😀').bytes).toBe(Buffer.from('ü😀').toString('latin1'));
  });

  test('positions beyond a line or the text are its end', () => {
    const { byteAt, positionAt } = positionsOf('ab\r\nü\n');
    expect(byteAt({ line: 0, character: 99 })).toBe(2);
    expect(byteAt({ line: 1, character: 99 })).toBe(6);
    expect(byteAt({ line: 99, character: 0 })).toBe(7);
    expect(positionAt(999)).toEqual({ line: 2, character: 0 });
    expect(positionAt(-1)).toEqual({ line: 0, character: 0 });
  });

  test('a range takes whole characters', () => {
    const { rangeOf } = positionsOf('x😀y');
    expect(rangeOf({ start: 2, end: 3 })).toEqual({
      start: { line: 0, character: 1 },
      end: { line: 0, character: 3 },
    });
  });
});
