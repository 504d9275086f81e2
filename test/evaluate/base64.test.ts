import { describe, expect, test } from '@jest/globals';
import { decodeBase64, encodeBase64 } from '../../src/evaluate/base64.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('base64 as httpd reads it', () => {
  test.each([
    ['YWxpY2U6c2VjcmV0', 'alice:secret'],
    ['YWxpY2U=', 'alice'],
    ['YWxpY2U', 'alice'],
    ['YWxp!Y2U=', 'ali'],
    ['YWxp Y2U=', 'ali'],
    ['!!', ''],
    ['', ''],
    ['====', ''],
    ['Y', ''],
    ['YW', 'a'],
  ])('%s', (encoded, decoded) => {
    expect(text(decodeBase64(encoded))).toBe(decoded);
  });

  test('what is encoded is decoded again, and equals the platform', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) & 0xff);
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect([...decodeBase64(encodeBase64(bytes))]).toEqual([...bytes]);
    }
  });
});
