import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { authorizationFixtures } from '../conformance/authorization-fixtures.js';
import { refusedDirective } from '../conformance/deviations.js';
import { expressionFixtures } from '../conformance/expression-fixtures.js';
import { readFixtures } from '../kit/fixture.js';
import { readOracle } from '../kit/oracle.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { replayOf } from './replay.js';

// Explaining is evaluating with a recorder: every request that is compared with Apache is evaluated without and with one, on the same
// answers of the world, and comes to the same.

const fixtures = [
  ...readFixtures('conformance'),
  ...readFixtures('logs'),
  ...expressionFixtures(),
  ...authorizationFixtures(),
  ...readOracle(),
].filter(({ configuration }) => refusedDirective(configuration) === undefined);
let folder = '';
let compared = 0;
const unserved: string[] = [];

beforeAll(() => {
  folder = makeScratch('replay');
  // Only the clock stands still: TIME is a variable.
  jest.useFakeTimers({
    now: 1_700_000_000_000,
    doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask'],
  });
});
afterAll(() => {
  jest.useRealTimers();
  dropScratch(folder);
});

test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', async (name, fixture) => {
  const replay = await replayOf(`${folder}/${name}`, fixture);
  if (!replay) {
    unserved.push(name);
    return;
  }
  for (const request of fixture.requests) {
    if (request.raw !== undefined) continue;
    const [plain, recorded] = await replay.both(request);
    expect(`${request.text}\n${recorded}`).toBe(`${request.text}\n${plain}`);
    compared++;
  }
});

test('most fixtures were compared: the others need what only their site has', () => {
  expect(compared).toBeGreaterThan(2000);
  expect(unserved.length).toBeLessThan(fixtures.length / 3);
});
