import { describe, expect, test } from '@jest/globals';
import { decodeSessionEntries, encodeSessionEntries } from '../../src/evaluate/session-text.js';

describe('reading as mod_session does', () => {
  test.each([
    [
      'MagBearerToken=ab%2bc%2f%3d&expiry=1700000000000000',
      [['MagBearerToken', 'ab+c/=']],
      1_700_000_000_000_000n,
    ],
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      undefined,
    ],
    ['a=1&A=2', [['a', '2']], undefined],
    ['a=1&a=', [], undefined],
    ['a=1&a', [], undefined],
    ['a+b=c+d', [['a b', 'c d']], undefined],
    ['a=%2B%2b', [['a', '++']], undefined],
    ['a=%zz&b=1', [['b', '1']], undefined],
    ['a=%00&b=1', [['b', '1']], undefined],
    ['a=%', [], undefined],
    ['a=1=2', [['a', '1=2']], undefined],
    ['==a==b', [['a', '=b']], undefined],
    ['=&&=x', [], undefined],
    ['', [], undefined],
    ['expiry=0', [], undefined],
    ['expiry=12x', [], 12n],
    ['expiry=-5', [], -5n],
    ['expiry=99999999999999999999', [], 9223372036854775807n],
    ['a=%fc', [['a', '\xfc']], undefined],
  ])('%s', (text, entries, expiry) => {
    expect(decodeSessionEntries(text)).toEqual({ entries, ...(expiry === undefined ? {} : { expiry }) });
  });
});

describe('writing as mod_session does', () => {
  test('escapes in lower case and puts the expiry last', () => {
    const entries = [['MagBearerToken', 'ab+c/d==']] as const;
    expect(encodeSessionEntries({ entries, expiry: 1_700_000_000_000_000n })).toBe(
      'MagBearerToken=ab%2bc%2fd%3d%3d&expiry=1700000000000000',
    );
  });

  test('leaves letters, digits and .-*_ alone, and makes a blank a plus', () => {
    expect(encodeSessionEntries({ entries: [['k', "aZ09.-*_ ~!'()\x01\xff"]] })).toBe(
      'k=aZ09.-*_+%7e%21%27%28%29%01%ff',
    );
  });

  test('is read back', () => {
    const session = {
      entries: [
        ['k', 'v w&=%+'],
        ['MagBearerToken', 'x/y+z='],
      ] as const,
      expiry: 5n,
    };
    expect(decodeSessionEntries(encodeSessionEntries(session))).toEqual(session);
  });
});
