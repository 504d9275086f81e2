// node dist/test/migrate/corpus.js --files DIR: makes the files of a folder that use mod_auth_kerb hosts of a test realm, migrates them, and
// compares what kerbgate answers for the text as it was with what Apache answers for the result.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { withApache } from '../kit/apache-check.js';
import { parseFixture } from '../kit/fixture.js';
import { moduleLines } from '../kit/server.js';
import { startSite } from '../kit/site.js';
import { makeRunnable, type Runnable } from './make-runnable.js';
import { usualCredentials } from './realm-fixture.js';
import { isTold, type ServedPair, servePair } from './served-pair.js';

const { values } = parseArgs({
  options: { files: { type: 'string' }, show: { type: 'boolean', default: false } },
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]));
}

const usesKerb = (text: string): boolean => /^\s*(?:Krb\w+|AuthType\s+"?Kerberos)/im.test(text);

type Ready = Extract<Runnable, { readonly host: unknown }>;

async function madeRunnable(folder: string): Promise<readonly Ready[]> {
  const found: Ready[] = [];
  await withApache(moduleLines('prefork', []), async (check) => {
    for (const path of filesBelow(folder)) {
      const text = readFileSync(path, 'utf8');
      if (!usesKerb(text)) continue;
      const made = await makeRunnable(basename(path), text, check);
      if (made.host) found.push(made);
      else process.stdout.write(`${basename(path)}\tnot runnable: ${made.why}\n`);
    }
  });
  return found;
}

const methods = ['GET', 'POST', 'PUT'];

async function compare(pair: ServedPair, { host: { name }, targets }: Ready): Promise<string> {
  const rows = targets.flatMap((target) =>
    methods.flatMap((method) => usualCredentials.map((credential) => `${method} ${target} ${credential}`)),
  );
  const { requests } = parseFixture(name, `==== requests\n${rows.join('\n')}\n`);
  const counts = { same: 0, told: 0, other: 0 };
  const users = new Set<string>();
  for (const request of requests) {
    const answers = await pair.send(name, request);
    const kind =
      answers.differences.length === 0 ? 'same' : isTold(pair.entriesOf(name), answers) ? 'told' : 'other';
    counts[kind] += 1;
    const user = answers.before.environment?.REMOTE_USER;
    users.add(user === undefined ? String(answers.before.status) : `let in as ${user}`);
    if (kind !== 'same' && values.show)
      process.stdout.write(`  ${kind}: ${request.text}: ${answers.differences.join('; ')}\n`);
  }
  const verdict = counts.other > 0 ? 'DIFFERS' : counts.told > 0 ? 'agrees but for what is told' : 'agrees';
  process.stdout.write(
    `${name}\t${verdict}\t${counts.same} same, ${counts.told} told, ${counts.other} other\t${[...users].sort().join(', ')}\n`,
  );
  return verdict;
}

async function main(): Promise<number> {
  if (values.files === undefined) {
    process.stderr.write('node dist/test/migrate/corpus.js --files DIR [--show]\n');
    return 2;
  }
  const ready = await madeRunnable(values.files);
  const plain = await startSite();
  const verdicts: string[] = [];
  try {
    for (let from = 0; from < ready.length; from += 10) {
      const some = ready.slice(from, from + 10);
      const pair = await servePair(
        await plain.full(),
        some.map(({ host }) => host),
      );
      try {
        for (const each of some) verdicts.push(await compare(pair, each));
      } finally {
        await pair.stop();
      }
    }
  } finally {
    await plain.stop();
  }
  const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
  const [alike, told, other] = ['agrees', 'agrees but for what is told', 'DIFFERS'].map(count);
  process.stderr.write(
    `${ready.length} files run: ${alike} agree, ${told} agree but for what is told, ${other} differ\n`,
  );
  return other === 0 ? 0 : 1;
}

process.exitCode = await main();
