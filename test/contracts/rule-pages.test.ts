import { expect, test } from '@jest/globals';
import { lintRules } from '../../src/lint/rules/index.js';
import { generatedRulePages, rulePages } from '../kit/rule-pages.js';

const pages = generatedRulePages();

test('there is a page for each rule, and all are what the rules say (npm run readme)', () => {
  expect(Object.keys(pages).sort()).toEqual(['README.md', ...lintRules.map(({ id }) => `${id}.md`)].sort());
  expect(rulePages()).toEqual(pages);
});

test.each(lintRules.map((rule) => [rule.id, rule] as const))(
  'the page of %s tells what is found',
  (id, rule) => {
    const [, found = ''] = pages[`${id}.md`]!.split('\n## Found\n');
    const shown = found.split('\n## Not found\n')[0]!;
    const needsFiles = rule.examples.bad.some(({ files }) => files);
    expect(shown).toMatch(needsFiles ? /\nwith `/ : /\nLine \d+: /);
  },
);
