import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decisionsOfFix, fixDecisionsText } from '../../src/cli/fix-decisions.js';
import { fixRound } from '../../src/lint/fix.js';
import type { Example, LintRule } from '../../src/lint/rule.js';
import { lintRules } from '../../src/lint/rules/index.js';
import type { FixDecisions } from '../../src/report/lint-report.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { findingsIn, siteOfExample } from './lint-text.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('fixes');
});
afterAll(() => dropScratch(folder));

interface Changed {
  readonly safety: 'safe' | 'unsafe';
  readonly decisions: FixDecisions | undefined;
}

/** Makes the changes of one rule in an example, and compares. */
function changed(rule: LintRule, example: Example): Changed | undefined {
  const before = siteOfExample(example, folder);
  const findings = findingsIn(before, [rule]).filter(({ fix }) => fix);
  const { texts } = fixRound(findings, before, 'unsafe');
  if (texts.size === 0) return undefined;
  const files = Object.fromEntries(
    [...texts]
      .filter(([path]) => path.startsWith(`${folder}/`))
      .map(([path, text]) => [path.slice(folder.length + 1), text]),
  );
  const config =
    [...texts].find(([path]) => !(path.slice(folder.length + 1) in files))?.[1] ?? files['.htaccess'];
  const after = siteOfExample(
    { ...example, config: config ?? example.config, files: { ...example.files, ...files } },
    folder,
  );
  return {
    safety: findings.some(({ fix }) => fix?.safety === 'unsafe') ? 'unsafe' : 'safe',
    decisions: decisionsOfFix([before, after], (path) => path),
  };
}

const rules = lintRules.filter(({ fixes }) => Object.keys(fixes ?? {}).length > 0);

/** Each rule that offers changes, with what comes of its examples. */
const results = (safety: Changed['safety']) =>
  rules.flatMap((rule) => {
    const all = rule.examples.bad.flatMap((example) => changed(rule, example) ?? []);
    return all.length > 0 && all[0]!.safety === safety ? [[rule.id, all] as const] : [];
  });

/** Changes that decide requests otherwise, in the rules' own examples. */
const deciding = [
  'allowedmech-unset',
  'authname-missing',
  'authtype-none-required',
  'ccache-not-unique',
  'comment-in-require',
  'krb-service-any-case',
  'location-trailing-slash',
  'negotiateonce-off',
  'quotes-kept',
  'refused-asks-again',
  'setenv-no-negotiate',
];

describe('changes and decisions', () => {
  test('safe changes decide no request otherwise', () => {
    const safe = results('safe');
    expect(safe.length).toBeGreaterThan(2);
    for (const [id, all] of safe)
      for (const { decisions } of all)
        expect([id, decisions?.result?.classes ?? [], decisions?.impossible]).toEqual([id, [], undefined]);
  });

  test('what unsafe changes decide otherwise is told', () => {
    const unsafe = results('unsafe');
    const found = unsafe.filter(([, all]) => all.some(({ decisions }) => decisions?.result?.changed));
    expect(found.map(([id]) => id)).toEqual(deciding);
    for (const [id, all] of found) {
      const text = fixDecisionsText(all.flatMap(({ decisions }) => decisions ?? []));
      expect([id, text]).toEqual([
        id,
        expect.stringMatching(/^ {2}before {2,}.*\n(?:.*\n)?^ {2}after {2,}/m),
      ]);
    }
  });

  test('those where no request shows it are told, too', () => {
    for (const [id, all] of results('unsafe'))
      for (const { decisions } of all) {
        const text = fixDecisionsText(decisions ? [decisions] : []);
        expect([id, text]).toEqual([id, expect.stringMatching(/decided differently/)]);
      }
  });
});
