import { expect, test } from '@jest/globals';
import { SameMoment } from '../../src/serve/same-moment.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is missing for one request is missing for those that are read in the same turn', async () => {
  const moment = new SameMoment<object>();
  const [one, other] = [{}, {}];
  expect(moment.isMissing(one)).toBe(false);
  moment.read(() => moment.note(one, Date.now() + 1000));
  // As if the clock had been set back.
  expect(moment.isMissing(one)).toBe(false);
  await turn();
  let found: boolean | undefined;
  // A busy machine may take longer than a moment.
  for (let round = 0; round < 1000 && !found; round++) {
    moment.read(() => moment.note(one, Date.now()));
    found = moment.isMissing(one);
    expect(moment.isMissing(other)).toBe(false);
  }
  expect(found).toBe(true);
  await turn();
  expect(moment.isMissing(one)).toBe(false);
});

test('a moment does not last, and begins with a request alone', () => {
  const moment = new SameMoment<object>();
  const sought = {};
  moment.note(sought, Date.now());
  expect(moment.isMissing(sought)).toBe(false);
  moment.read(() => moment.note(sought, Date.now() - 2));
  expect(moment.isMissing(sought)).toBe(false);
  expect(() =>
    moment.read(() => {
      throw new Error('broken');
    }),
  ).toThrow('broken');
  moment.note(sought, Date.now());
  expect(moment.isMissing(sought)).toBe(false);
});
