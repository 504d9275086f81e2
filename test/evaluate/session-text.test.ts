import { describe, expect, test } from '@jest/globals';
import { emptySession } from '../../src/evaluate/session-record.js';
import { readSessionText, sessionText } from '../../src/evaluate/session-text.js';
import { Table } from '../../src/evaluate/table.js';

function read(text: string, session = emptySession()) {
  readSessionText(text, session);
  return { entries: [...session.entries], expiry: session.expiry };
}

const written = (entries: readonly (readonly [string, string])[], expiry = 0n) =>
  sessionText({ entries: Table.of(entries.flat()), expiry });

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
    expect(read(text)).toEqual({ entries, expiry: expiry ?? 0n });
  });
});

describe('writing as mod_session does', () => {
  test('escapes in lower case and puts the expiry last', () => {
    const entries = [['MagBearerToken', 'ab+c/d==']] as const;
    expect(written(entries, 1_700_000_000_000_000n)).toBe(
      'MagBearerToken=ab%2bc%2fd%3d%3d&expiry=1700000000000000',
    );
  });

  test('leaves letters, digits and .-*_ alone, and makes a blank a plus', () => {
    expect(written([['k', "aZ09.-*_ ~!'()\x01\xff"]])).toBe('k=aZ09.-*_+%7e%21%27%28%29%01%ff');
  });

  test('is read back', () => {
    const session = {
      entries: [
        ['k', 'v w&=%+'],
        ['MagBearerToken', 'x/y+z='],
      ] as const,
      expiry: 5n,
    };
    expect(read(written(session.entries, session.expiry))).toEqual(session);
  });

  test('changes what a session holds already', () => {
    const session = emptySession();
    readSessionText('a=1&b=2&expiry=7', session);
    expect(read('b=&A=3&c=4', session)).toEqual({
      entries: [
        ['a', '3'],
        ['c', '4'],
      ],
      expiry: 7n,
    });
    expect(read('expiry=0', session).expiry).toBe(0n);
  });
});
