import { expect, test } from '@jest/globals';
import { bytesOf, escapedBytes, textOf } from '../../src/source/decode.js';

test.each([
  ['plain', 'plain'],
  ['é', '\xc3\xa9'],
  ['€', '\xe2\x82\xac'],
  ['😀', '\xf0\x9f\x98\x80'],
])('%s as bytes and back', (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
  expect(textOf(bytes)).toBe(text);
});

test('bytes that are no UTF-8 are shown as Latin-1', () => {
  expect(textOf('caf\xe9')).toBe('café');
  expect(textOf('\xc3')).toBe('Ã');
});

test('characters that are no bytes stay as they are', () => {
  expect(textOf('<Location …>')).toBe('<Location …>');
  expect(textOf('<\xc3\xa9 …>')).toBe('<é …>');
  expect(textOf('caf\xe9 …')).toBe('café …');
});

test('bytes are escaped as in httpd log lines', () => {
  expect(escapedBytes('\xef\xbb\xbfA "b"\\\n\t\0\x7f')).toBe('\\xef\\xbb\\xbfA "b"\\\\\\n\\t\\x00\\x7f');
});
