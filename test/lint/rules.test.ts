import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lookUp } from '../../src/directives/index.js';
import type { Question } from '../../src/explain/explanation.js';
import { type Proof, showsConsequence } from '../../src/lint/proof.js';
import type { Example, LintRule } from '../../src/lint/rule.js';
import { lintRules } from '../../src/lint/rules/index.js';
import type { Site } from '../../src/lint/site.js';
import { explainSupposed, supposedServer } from '../../src/lint/supposed-explanation.js';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { findingsIn, idsOf, siteOfExample } from './lint-text.js';
import { observedIn } from './observed.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('lint-rules');
});
afterAll(() => dropScratch(folder));

const camel = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

describe('the list of rules', () => {
  test('each file is one rule, under its id, and in the list, which is sorted', async () => {
    const files = readdirSync(join(projectFolder, 'src/lint/rules'))
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => name !== 'index');
    expect(lintRules.map(({ id }) => id)).toEqual(files.sort());
    for (const rule of lintRules) {
      const module = (await import(`../../src/lint/rules/${rule.id}.js`)) as Record<string, unknown>;
      expect(Object.keys(module)).toEqual([camel(rule.id)]);
      expect(module[camel(rule.id)]).toBe(rule);
    }
  });

  test('rules look at directives and sections that there are', () => {
    const names = lintRules.flatMap(({ on }) => [...Object.keys(on.lines ?? {}), ...(on.named?.names ?? [])]);
    const unknown = names.filter((name) => {
      const section = name.startsWith('<');
      const bare = section ? name.slice(1) : name;
      return lookUp(bare, section ? 'section' : 'directive')[0]?.name !== bare;
    });
    expect(unknown).toEqual([]);
  });

  test.each(lintRules.map((rule) => [rule.id, rule] as const))('%s is told in full', (_, rule) => {
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.ok.length).toBeGreaterThan(0);
    expect(rule.sources.length).toBeGreaterThan(0);
    for (const text of [rule.summary, rule.why, rule.remedy]) expect(text).toMatch(/^\S.*\.$/);
    const fixed = Object.keys(rule.fixes ?? {});
    expect(fixed.filter((message) => !(message in rule.messages))).toEqual([]);
  });
});

type Named = readonly [string, LintRule, Example];

const examples = (kind: 'bad' | 'ok'): readonly Named[] =>
  lintRules.flatMap((rule) =>
    rule.examples[kind].map((example, at) => [`${rule.id} ${kind} ${at + 1}`, rule, example] as const),
  );

/** The recommended ones, and the rule itself. */
const rulesFor = (rule: LintRule): readonly LintRule[] =>
  lintRules.filter((each) => each === rule || !each.strict);

describe('examples', () => {
  test.each(examples('bad'))('%s', async (_, rule, example) => {
    const site = siteOfExample(example, folder);
    const findings = findingsIn(site, rulesFor(rule));
    expect(idsOf(findings)).toEqual([rule.id, ...(example.also ?? [])].sort());
    for (const { proof, message } of findings)
      if (proof) expect({ message, shown: await isShown(site, proof) }).toEqual({ message, shown: true });
  });

  test.each(examples('ok'))('%s', (_, rule, example) => {
    expect(idsOf(findingsIn(siteOfExample(example, folder), rulesFor(rule)))).toEqual(example.also ?? []);
  });
});

/** Puts a finding's request to what the printed command asks. */
async function isShown(site: Site, { request, consequence }: Proof): Promise<boolean> {
  const question: Question = { ...request, time: 0 };
  const server = supposedServer(site.judged!);
  const explanation = await explainSupposed(server, question, request.files ?? 'there');
  return showsConsequence(observedIn(explanation, request.fields), consequence, request.secure);
}
