import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { KdcCircuits, realmOfPrincipal } from '../../src/authn/kdc-circuits.js';
import { RefusalTimes } from '../../src/authn/refusal-times.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

const told: string[] = [];

function circuits(): KdcCircuits {
  told.length = 0;
  return new KdcCircuits({ failures: 3, pause: 1000, longestPause: 3000 }, (message) => told.push(message));
}

function opened(): KdcCircuits {
  const made = circuits();
  for (let time = 0; time < 3; time++) {
    expect(made.admits('A.TEST')).toBe(true);
    made.silent('A.TEST');
  }
  return made;
}

describe('a KDC that does not answer', () => {
  test('is asked until it has been silent several times in a row', () => {
    const made = circuits();
    for (let round = 0; round < 5; round++) {
      made.silent('A.TEST');
      made.silent('A.TEST');
      made.answered('A.TEST');
    }
    expect(made.admits('A.TEST')).toBe(true);
    expect(told).toEqual([]);
  });

  test('is left alone then, which is told once and holds for its realm alone', () => {
    const made = opened();
    for (let time = 0; time < 100; time++) expect(made.admits('A.TEST')).toBe(false);
    made.silent('A.TEST');
    expect(made.admits('B.TEST')).toBe(true);
    expect(made.admits('')).toBe(true);
    expect(told).toEqual([
      expect.stringMatching(
        /^no KDC of the realm A\.TEST answers, 3 times in a row: passwords for it are refused/,
      ),
    ]);
  });

  test('is tried again with one check at a time, ever more rarely', () => {
    const made = opened();
    for (const pause of [1000, 2000, 3000, 3000]) {
      jest.advanceTimersByTime(pause - 1);
      expect(made.admits('A.TEST')).toBe(false);
      jest.advanceTimersByTime(1);
      expect([made.admits('A.TEST'), made.admits('A.TEST')]).toEqual([true, false]);
      made.silent('A.TEST');
    }
    expect(told).toHaveLength(1);
  });

  test('that answers the one check is asked again by all', () => {
    const made = opened();
    jest.advanceTimersByTime(1000);
    expect(made.admits('A.TEST')).toBe(true);
    made.answered('A.TEST');
    expect([made.admits('A.TEST'), made.admits('A.TEST')]).toEqual([true, true]);
    expect(told[1]).toBe('the KDC of the realm A.TEST answers again: passwords are checked');
  });

  test('is tried by another check when the first one came to nothing', () => {
    const made = opened();
    jest.advanceTimersByTime(1000);
    expect(made.admits('A.TEST')).toBe(true);
    made.undecided('A.TEST');
    expect([made.admits('A.TEST'), made.admits('A.TEST')]).toEqual([true, false]);
  });

  test('is forgotten when clients name realms without end', () => {
    const made = circuits();
    for (let number = 0; number < 10_000; number++) made.silent(`R${number}`);
    expect(made.isOpen('R9999')).toBe(false);
    expect(told).toEqual([]);
  });

  test.each([
    ['the default realm', ''],
    ['a realm that has answered before', 'A.TEST'],
  ])('of %s is not forgotten for realms that clients make up', (_, realm) => {
    const made = circuits();
    made.answered('A.TEST');
    for (let time = 0; time < 3; time++) made.silent(realm);
    for (let number = 0; number < 1000; number++)
      for (let time = 0; time < 3; time++) made.silent(`R${number}`);
    expect([made.isOpen(realm), made.isOpen('R0'), made.isOpen('R999')]).toEqual([true, false, true]);
  });

  test('is remembered for so many realms at most, also where all have answered', () => {
    const made = circuits();
    for (let number = 0; number < 1000; number++) made.answered(`R${number}`);
    for (let number = 0; number < 1000; number++)
      for (let time = 0; time < 3; time++) made.silent(`R${number}`);
    const open = Array.from({ length: 1000 }, (_, number) => made.isOpen(`R${number}`)).filter(Boolean);
    expect(open).toHaveLength(64);
  });

  test('has no control characters of a client in the log', () => {
    const made = circuits();
    for (let time = 0; time < 3; time++) made.silent('A\n[error]\x1b');
    expect(told[0]).toContain('the realm A?[error]? answers');
  });
});

test.each([
  ['alice', ''],
  ['alice@A.TEST', 'A.TEST'],
  ['alice@A@B', 'A@B'],
  ['alice\\@A.TEST', ''],
  ['alice@A\\@B.TEST', 'A@B.TEST'],
  ['alice\\\\@\\A.TE\\ST', 'A.TEST'],
  [`alice@${'x'.repeat(5000)}`, 'x'.repeat(255)],
])('the realm of %s', (user, realm) => {
  expect(realmOfPrincipal(user)).toBe(realm);
});

test('refusals take as long as the slowest of late, within bounds', () => {
  const times = new RefusalTimes(100);
  const takes = [10, 30, 250, 20, 400, 5, 90_000, 40].map((took) => took + times.rest(took));
  expect(takes).toEqual([100, 100, 250, 250, 400, 400, 90_000, 2000]);
  for (let refusal = 0; refusal < 31; refusal++) times.rest(10);
  expect(times.rest(10)).toBe(90);
});
