import { expect, test } from '@jest/globals';
import { toApache24 } from '../../src/migrate/to-apache-24.js';
import { Random } from '../kit/random.js';
import { answerOf, migrateText, siteOfText } from './migrate-text.js';
import { type AccessRequest, makeAccessText, makeRequests } from './random-access.js';

const cases = Number(process.env.ACCESS_CASES ?? 300);

function questionOf({ path, method, address, user, good }: AccessRequest): Parameters<typeof answerOf>[1] {
  return {
    target: path,
    method,
    remoteAddress: address,
    fields: good ? ['X-Good', '1'] : [],
    ...(user !== undefined && { login: { user, scheme: 'Basic' as const } }),
  };
}

/** Made-up sections are migrated; all requests are decided as before, and where a choice was made at least none more is granted. */
test('made-up sections decide as before', () => {
  let compared = 0;
  let exact = 0;
  const wrong: string[] = [];
  for (let seed = 1; seed <= cases && wrong.length === 0; seed += 1) {
    const random = new Random(seed);
    const root = random.chance(0.7) ? 'DocumentRoot /srv/www\n' : '';
    const old = root + makeAccessText(random).replaceAll('{ROOT}', '/srv/www');
    const { text, entries } = migrateText(old, toApache24);
    const [before, after] = [siteOfText(old), siteOfText(text)];
    if (/^\s*(?:Order|Allow|Deny|Satisfy)\b/m.test(text))
      wrong.push(`${seed}: left over\n${old}\n=>\n${text}`);
    if (
      !after.ruleset ||
      after.diagnostics.some(({ severity, missingHere }) => severity === 'error' && !missingHere)
    )
      wrong.push(
        `${seed}: refused ${JSON.stringify(after.diagnostics.map(({ message }) => message))}\n${old}\n=>\n${text}`,
      );
    if (!before.ruleset || !after.ruleset) {
      wrong.push(
        `${seed}: ${JSON.stringify(before.diagnostics.map(({ message }) => message))}\n${old}\n=>\n${text}`,
      );
      break;
    }
    const isChoice = entries.some(({ kind }) => kind === 'choice');
    if (!isChoice) exact += 1;
    for (const request of makeRequests(random, 60)) {
      const question = questionOf(request);
      const [one, other] = [answerOf(before, question), answerOf(after, question)];
      compared += 1;
      const opens = other.status < 400 && one.status >= 400;
      if (opens || (!isChoice && JSON.stringify(one) !== JSON.stringify(other))) {
        wrong.push(`${seed}: ${JSON.stringify([request, one, other])}\n${old}\n=>\n${text}`);
        break;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBe(cases * 60);
  // Choices are for the rare case: most sections can be said exactly.
  expect(exact / cases).toBeGreaterThan(0.3);
  if (process.env.ACCESS_CASES) process.stderr.write(`${exact} of ${cases} without a choice\n`);
});
