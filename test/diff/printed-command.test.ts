import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DecisionClass, Verdict } from '../../src/diff/decision-diff.js';
import { diffRulesets } from '../../src/diff/diff.js';
import type { Explanation } from '../../src/explain/explanation.js';
import { isGranted } from '../../src/lint/proof.js';
import { kerbgateHere } from '../cli/in-process.js';
import { run } from '../cli/run.js';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { observedIn } from '../lint/observed.js';
import { type Pair, readPairFile, readPairs, rulesetOf, servedText } from './pairs.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('diff-printed');
  writeFileSync(join(folder, 'mime.types'), 'text/html html\ntext/plain txt\n');
});
afterAll(() => dropScratch(folder));

/** What a command cannot be told. */
const beyond =
  /is in the group|directory says|ticket says|certificate|no file|client's name|HTTP\/1\.0|genuine/;

/** Words as a shell would cut them, without the program. */
const wordsOf = (command: string): readonly string[] =>
  [...command.matchAll(/(?:[^\s']|'[^']*'|\\')+/g)]
    .map(([word]) => word.replace(/'([^']*)'|\\'/g, (_, inside: string | undefined) => inside ?? "'"))
    .slice(1);

interface Claim {
  readonly command: string;
  readonly verdict: Verdict;
}

/** What is printed of logins in a pair, whose files are written. */
function claimsOf(pair: Pair): readonly Claim[] {
  const names = { old: join(folder, `${pair.name}.old.conf`), new: join(folder, `${pair.name}.new.conf`) };
  writeFileSync(names.old, servedText(pair.old, folder));
  writeFileSync(names.new, servedText(pair.new, folder));
  const [old, now] = [rulesetOf(pair.old, folder), rulesetOf(pair.new, folder)];
  const { classes } = diffRulesets(old, now, { readFile: readPairFile, names });
  return classes.flatMap(claimsOfClass).filter(({ command }) => command.includes(' --user '));
}

const claimsOfClass = ({ example, before, after }: DecisionClass): readonly Claim[] =>
  beyond.test(example.supposing.join())
    ? []
    : [
        { command: example.before, verdict: before.verdict },
        { command: example.after, verdict: after.verdict },
      ];

/** What a command says, in the words of the claim. */
function heldAgainst({ command, verdict }: Claim, out: string): unknown {
  const sent = wordsOf(command).flatMap((word, at, all) => (all[at - 1] === '-H' ? word.split(': ') : []));
  const observed = observedIn(JSON.parse(out) as Explanation, sent);
  const granted = isGranted(observed);
  const user = granted && verdict.kind === 'granted' && { user: observed.user };
  return { command, granted, ...(!granted && { status: observed.status }), ...user };
}

function claimed({ command, verdict }: Claim): unknown {
  const granted = verdict.kind === 'granted' || verdict.kind === 'redirect';
  const user = verdict.kind === 'granted' && { user: verdict.user };
  return { command, granted, ...(!granted && { status: verdict.status }), ...user };
}

/** Files of users are not on this machine, nor is what an alias leads to. */
const pairs = readPairs().filter(({ old }) => !/\{(?:OTHER_)?(?:USERS|GROUPS)\}/.test(old));

test.each(pairs.map((pair) => [pair.name, pair] as const))(
  '%s: the printed commands show what is said of logins',
  async (_, pair) => {
    for (const claim of claimsOf(pair)) {
      const { code, out } = await kerbgateHere([...wordsOf(claim.command), '--json']);
      expect({ command: claim.command, code }).toEqual({ command: claim.command, code: 0 });
      expect(heldAgainst(claim, out)).toEqual(claimed(claim));
    }
  },
);

test('they do so on machines with any default realm', () => {
  const krb5 = join(folder, 'krb5.conf');
  writeFileSync(krb5, '[libdefaults]\n  default_realm = HERE.TEST\n');
  const pair = pairs.find(({ name }) => name === 'kerb-to-gssapi-realms')!;
  const claims = claimsOf(pair).filter(({ command }) => command.includes('--realm'));
  expect(claims.length).toBeGreaterThan(3);
  for (const claim of claims) {
    const program = [process.execPath, join(projectFolder, 'bin/kerbgate')];
    const { out } = run('env', [`KRB5_CONFIG=${krb5}`, ...program, ...wordsOf(claim.command), '--json']);
    expect(heldAgainst(claim, out)).toEqual(claimed(claim));
  }
});
