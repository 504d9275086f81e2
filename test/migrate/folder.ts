// node dist/test/migrate/folder.js --files DIR: migrates every file of a folder, and tells what became of each.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrations } from '../../src/migrate/migrations.js';
import { withApache } from '../kit/apache-check.js';
import { loadable } from '../kit/facts.js';
import { type Judgement, judge } from './folder-judgement.js';

const { values } = parseArgs({
  options: {
    files: { type: 'string' },
    to: { type: 'string', default: migrations.map(({ target }) => target).join(',') },
    json: { type: 'boolean', default: false },
  },
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter((path) => /\.(?:conf|htaccess|load|txt)$/.test(path));
}

const columns: readonly (readonly [string, (judgement: Judgement) => string | number])[] = [
  ['file', ({ file }) => file],
  ['ms', ({ milliseconds }) => milliseconds],
  ['krb', ({ oldLines }) => oldLines],
  ['entries', ({ entries }) => entries],
  ['choices', ({ choices }) => choices],
  ['differ', ({ differences }) => differences],
  ['opens', ({ opens }) => opens],
  ['unexplained', ({ unexplained }) => unexplained],
  ['mistakes', ({ mistakes }) => mistakes.join('; ')],
];

async function main(): Promise<number> {
  const { files, to, json } = values;
  if (files === undefined) {
    process.stderr.write('node dist/test/migrate/folder.js --files DIR [--to gssapi,2.4] [--json]\n');
    return 2;
  }
  const wanted = migrations.filter(({ target }) => to.split(',').includes(target));
  const all: Judgement[] = [];
  await withApache(loadable(), async (check) => {
    for (const path of filesBelow(files)) all.push(await judge(path, wanted, check));
  });
  const rows = all.map((each) => columns.map(([, value]) => value(each)).join('\t'));
  if (json) process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  else process.stdout.write([columns.map(([name]) => name).join('\t'), ...rows, ''].join('\n'));
  const sum = (of: (judgement: Judgement) => number): number =>
    all.reduce((total, each) => total + of(each), 0);
  const wrong = all.filter(({ mistakes }) => mistakes.length > 0).length;
  process.stderr.write(
    [
      `${all.length} files to ${to}: ${sum(({ changed }) => Number(changed))} change, ${wrong} with mistakes;`,
      `${sum(({ oldLines }) => oldLines)} lines of mod_auth_kerb, ${sum(({ entries }) => entries)} entries;`,
      `decisions: ${all.filter(({ differences }) => differences === 0).length} files as before,`,
      `${sum(({ differences }) => differences)} differences, ${sum(({ opens }) => opens)} open something,`,
      `${sum(({ unexplained }) => unexplained)} unexplained; ${sum(({ milliseconds }) => milliseconds)} ms\n`,
    ].join(' '),
  );
  return wrong > 0 ? 1 : 0;
}

process.exitCode = await main();
