import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Explanation } from '../../src/explain/explanation.js';
import type { Finding } from '../../src/lint/finding.js';
import type { Consequence } from '../../src/lint/proof.js';
import { showsConsequence } from '../../src/lint/proof.js';
import type { LintRule } from '../../src/lint/rule.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { kerbgateHere } from '../cli/in-process.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { findingsIn, siteOfExample } from './lint-text.js';
import { observedIn } from './observed.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('lint-printed');
});
afterAll(() => dropScratch(folder));

const proven = lintRules.filter(({ examples }) =>
  examples.bad.some(
    (example) =>
      !example.files &&
      !example.htaccess &&
      findingsIn(siteOfExample(example, '/nowhere'), lintRules).length > 0,
  ),
);

interface Told {
  readonly rule: string;
  readonly proof?: { readonly command: string; readonly consequence: Consequence };
}

/** Words as a shell would cut them. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/(?:[^\s']|'[^']*'|\\')+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\'/g, (_, inside: string | undefined) => inside ?? "'"),
  );

test.each(proven.map((rule) => [rule.id, rule] as const))(
  '%s: the printed command shows it',
  async (_, rule) => {
    for (const [index, example] of rule.examples.bad.entries()) {
      const { config, files, htaccess } = example;
      if (files || htaccess) continue;
      const reader = readerOf(findingsIn(siteOfExample(example, '/nowhere'), [rule]));
      const path = join(folder, `${rule.id} ${index}.conf`);
      writeFileSync(path, Buffer.from(config, 'latin1'));
      for (const { command, consequence } of await proofsIn(path, rule)) {
        const [program, ...words] = wordsOf(command).map(reader);
        expect(program).toBe('kerbgate');
        const { code, out, error } = await kerbgateHere([...words, '--json']);
        expect({ command, code, error }).toEqual({ command, code: 0, error: '' });
        const sent = words.flatMap((word, at) => (words[at - 1] === '-H' ? word.split(': ') : []));
        const observed = observedIn(JSON.parse(out) as Explanation, sent);
        const shown = showsConsequence(observed, consequence, words.includes('--tls'));
        expect({ command, consequence, shown }).toEqual({ command, consequence, shown: true });
      }
    }
  },
);

/** Does what is left to the reader: fields that let in whoever knows them are printed without their values. */
function readerOf(findings: readonly Finding[]): (word: string) => string {
  const fields = findings.flatMap(({ proof }) => proof?.request.fields ?? []);
  return (word) => {
    const hidden = word.indexOf(': ***');
    const at = fields.indexOf(word.slice(0, hidden));
    return hidden < 0 ? word : `${word.slice(0, hidden)}: ${fields[at + 1]}`;
  };
}

async function proofsIn(path: string, { id }: LintRule): Promise<readonly NonNullable<Told['proof']>[]> {
  const { out } = await kerbgateHere(['lint', '--preset', 'strict', '--format', 'json', path]);
  const { findings } = JSON.parse(out) as { readonly findings: readonly Told[] };
  return findings.flatMap(({ rule, proof }) => (rule === id && proof ? [proof] : []));
}
