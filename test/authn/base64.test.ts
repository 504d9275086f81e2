import { describe, expect, test } from '@jest/globals';
import { decodeBase64, decodeCanonicalBase64 } from '../../src/authn/base64.js';

describe('decoding as apr does', () => {
  test.each([
    ['YWxpY2U6c2VjcmV0', 'alice:secret'],
    ['YWxpY2U=', 'alice'],
    ['YWxpY2U', 'alice'],
    ['YWxpY2V=', 'alice'],
    ['YWxp Y2U=', 'ali'],
    ['YWxp\tY2U=', 'ali'],
    ['YWxp=Y2U=', 'ali'],
    ['YWxp-Y2U', 'ali'],
    ['YWxp_Y2U', 'ali'],
    ['YWxp\u0101Y2U', 'ali'],
    ['YWxpY', 'ali'],
    ['Y', ''],
    ['', ''],
    ['=', ''],
    [' YWxp', ''],
  ])('"%s" is "%s"', (text, plain) => {
    expect(decodeBase64(text).toString('latin1')).toBe(plain);
  });

  test('all bytes and lengths come back', () => {
    for (let length = 0; length < 260; length++) {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 7 + length) & 255));
      expect(decodeBase64(bytes.toString('base64'))).toEqual(bytes);
    }
  });
});

test.each([
  ['YWxpY2U=', 'alice'],
  ['YWxpY2U', undefined],
  ['YWxpY2V=', undefined],
  ['YWxpY2U= ', undefined],
  ['YWxp Y2U=', undefined],
  ['YWxp-Y2U', undefined],
])('only one form is canonical: "%s"', (text, plain) => {
  expect(decodeCanonicalBase64(text)?.toString()).toBe(plain);
});
