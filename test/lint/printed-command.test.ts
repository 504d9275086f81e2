import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Explanation } from '../../src/explain/explanation.js';
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
    for (const [index, { config, files, htaccess }] of rule.examples.bad.entries()) {
      if (files || htaccess) continue;
      const path = join(folder, `${rule.id} ${index}.conf`);
      writeFileSync(path, Buffer.from(config, 'latin1'));
      for (const { command, consequence } of await proofsIn(path, rule)) {
        const [program, ...words] = wordsOf(command);
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

async function proofsIn(path: string, { id }: LintRule): Promise<readonly NonNullable<Told['proof']>[]> {
  const { out } = await kerbgateHere(['lint', '--preset', 'strict', '--format', 'json', path]);
  const { findings } = JSON.parse(out) as { readonly findings: readonly Told[] };
  return findings.flatMap(({ rule, proof }) => (rule === id && proof ? [proof] : []));
}
