import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Finding, placeOfFinding } from '../../src/lint/finding.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { findingsIn, siteOfExample } from './lint-text.js';
import { keytabText, readTrap, type Trap } from './trap-fixture.js';

// Known mistakes of people: fixtures/lint/mistakes.tsv names the rules that find each, or why none can; fixtures/lint/traps has texts with
// each of them, and what the texts ought to be.

const [, ...rows] = readFileSync(join(projectFolder, 'fixtures/lint/mistakes.tsv'), 'utf8')
  .trimEnd()
  .split('\n');
const mistakes = rows.map((row) => row.split('\t'));
const names = readdirSync(join(projectFolder, 'fixtures/lint/traps')).sort();
const traps = names.map((name) => readTrap(join(projectFolder, 'fixtures/lint/traps', name)));
const recommended = lintRules.filter(({ strict }) => !strict);

let folder = '';
beforeAll(() => {
  folder = makeScratch('lint-traps');
});
afterAll(() => dropScratch(folder));

describe('the table', () => {
  test('all 91 known mistakes are in it, each once, with its fixture', () => {
    expect(mistakes).toHaveLength(91);
    expect(mistakes.filter((cells) => cells.length !== 3)).toEqual([]);
    expect(names).toEqual(mistakes.map(([id], at) => `${String(at + 1).padStart(2, '0')}-${id}.txt`));
    expect(traps.map(({ title }) => title)).toEqual(mistakes.map(([, trap]) => trap));
  });

  test('it names the rules that the fixtures show, or says with them why no rule can see it', () => {
    const told = traps.map(({ unseen, triggers }) => {
      const rules = triggers.flatMap(({ marks }) => marks.map(({ rule }) => rule));
      return unseen === undefined ? [...new Set(rules)].sort() : [`- ${unseen}`];
    });
    const said = mistakes.map(([, , answer = '']) =>
      answer.startsWith('- ') ? [answer] : answer.split(' ').sort(),
    );
    expect(told).toEqual(said);
  });

  test('few are left to others', () => {
    expect(traps.filter(({ unseen }) => unseen !== undefined).length).toBeLessThanOrEqual(6);
  });
});

const found = (trap: Trap, config: string, rules = lintRules): readonly Finding[] =>
  findingsIn(siteOfExample({ config, files: Object.fromEntries(trap.files) }, folder), rules);

const told = (findings: readonly Finding[]): readonly string[] =>
  findings.map((finding) => `${finding.id}:${placeOfFinding(finding).line}`);

describe.each(names.map((name, at) => [name, traps[at]!] as const))('%s', (_, trap) => {
  beforeAll(() => makeKeytabs(trap));

  test('there are texts with it and without it', () => {
    expect(trap.triggers.length).toBeGreaterThan(0);
    expect(trap.fixes.length).toBeGreaterThan(0);
    const unmarked = trap.triggers.filter(({ marks }) => marks.length === 0);
    expect(unmarked).toHaveLength(trap.unseen === undefined ? 0 : trap.triggers.length);
  });

  test.each(trap.triggers.map((trigger, at) => [at + 1, trigger] as const))(
    'trigger %i: it is found where it stands, or by nobody',
    (__, { config, marks }) => {
      const all = told(found(trap, config));
      const missing = marks.filter(({ rule, line }) => !all.includes(`${rule}:${line}`));
      expect({ missing, found: missing.length > 0 ? all : [] }).toEqual({ missing: [], found: [] });
      if (trap.unseen !== undefined) expect(told(found(trap, config, recommended))).toEqual([]);
    },
  );

  test.each(trap.fixes.map((fix, at) => [at + 1, fix] as const))(
    'fix %i: nothing is found any more',
    (__, config) => {
      const meant = new Set(trap.triggers.flatMap(({ marks }) => marks.map(({ rule }) => rule)));
      expect(found(trap, config).filter(({ id }) => meant.has(id) && !trap.also.includes(id))).toEqual([]);
      expect(told(found(trap, config, recommended).filter(({ id }) => !trap.also.includes(id)))).toEqual([]);
    },
  );
});

function makeKeytabs({ keytabs }: Trap): void {
  for (const { name, principal, mode } of keytabs) {
    const path = join(folder, name);
    writeFileSync(path, Buffer.from(keytabText(principal), 'latin1'));
    chmodSync(path, mode);
  }
}
