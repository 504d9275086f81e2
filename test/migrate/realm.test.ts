import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { missed } from '../kit/expectation.js';
import { type Site, startSite } from '../kit/site.js';
import { type RealmRequest, readRealmFixtures } from './realm-fixture.js';
import { isTold, type PairOfAnswers, type ServedPair, servePair } from './served-pair.js';

// What mod_auth_kerb decided, by kerbgate, and what mod_auth_gssapi decides on the migrated text, by Apache, with one KDC.
const fixtures = readRealmFixtures();
let plain: Site | undefined;
let pair: ServedPair | undefined;

beforeAll(async () => {
  plain = await startSite();
  pair = await servePair(await plain.full(), fixtures);
}, 300_000);

afterAll(async () => {
  await pair?.stop();
  await plain?.stop();
});

test('there are enough of them', () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(25);
});

describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (name, { requests }) => {
  test.each(requests.map((request) => [request.text, request] as const))('%s', async (_, request) => {
    const answers = await pair!.send(name, request);
    const { differences, after } = answers;
    const wrong = request.expectation ? missed(request.expectation, after) : [];
    if (wrong.length > 0) throw new Error([...wrong, pair!.logs()].join('\n'));
    if (request.differs === undefined) expect(differences).toEqual([]);
    else expectTold(name, request, answers);
  });
});

/** A difference is one that the report tells of, and is there: else the fixture is out of date. */
function expectTold(name: string, { differs }: RealmRequest, answers: PairOfAnswers): void {
  expect(answers.differences).not.toEqual([]);
  const entries = pair!.entriesOf(name).filter(({ mapping }) => mapping === differs);
  expect({ aspects: answers.aspects, told: isTold(entries, answers) }).toMatchObject({ told: true });
}
