import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Main } from '../../src/migrate/main.js';
import { type Migrated, migrate } from '../../src/migrate/migrate.js';
import type { Choices, Migration } from '../../src/migrate/migration.js';
import { migrations } from '../../src/migrate/migrations.js';
import { projectFolder } from '../kit/project.js';

/**
 * One file of fixtures/migrate, in parts that begin with a divider:
 *
 *     ==== options --to gssapi --choose krb-auth-realms=drop site.conf
 *     ==== file site.conf           as it is; the first one is migrated where the options name none; {ROOT} is the folder of all
 *     ==== becomes site.conf        as it shall be; a file without this part shall stay as it is
 *     ==== entries                  KIND MAPPING FILE:LINE, one a line, in order
 *     ==== decisions same           or, one a line: `changed|opens PATHS | BEFORE => AFTER | MAPPINGS that explain it, or unexplained`
 */
export interface MigrationFixture {
  readonly name: string;
  readonly targets: readonly string[];
  readonly choices: Choices;
  readonly named: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly becomes: Readonly<Record<string, string>>;
  readonly entries: readonly string[];
  /** `undefined`: not asked. */
  readonly decisions: readonly string[] | undefined;
}

export function readMigrationFixtures(): readonly MigrationFixture[] {
  const folder = join(projectFolder, 'fixtures/migrate');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) =>
      parseMigrationFixture(name.replace(/\.txt$/, ''), readFileSync(join(folder, name), 'utf8')),
    );
}

/** Takes a fixture apart; throws on a part that there is not. */
export function parseMigrationFixture(name: string, text: string): MigrationFixture {
  const files: Record<string, string> = {};
  const becomes: Record<string, string> = {};
  let words: readonly string[] = [];
  let entries: readonly string[] = [];
  let decisions: readonly string[] | undefined;
  for (const part of text.split(/^==== /m).slice(1)) {
    const [, kind, rest = '', body = ''] = /^(\w+) *(.*)\n?([\s\S]*)$/.exec(part) ?? [];
    if (kind === 'options') words = rest.trim().split(/ +/);
    else if (kind === 'file') files[rest.trim()] = body;
    else if (kind === 'becomes') becomes[rest.trim()] = body;
    else if (kind === 'entries') entries = linesIn(body);
    else if (kind === 'decisions') decisions = linesIn(body);
    else throw new Error(`${name}: there is no part called ${kind}`);
  }
  const first = Object.keys(files)[0];
  if (first === undefined) throw new Error(`${name}: no file`);
  const options = optionsOf(words, name);
  return {
    name,
    ...options,
    named: options.named.length > 0 ? options.named : [first],
    files,
    becomes,
    entries,
    decisions,
  };
}

const linesIn = (body: string): readonly string[] =>
  body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

function optionsOf(
  words: readonly string[],
  name: string,
): Pick<MigrationFixture, 'targets' | 'choices' | 'named'> {
  const targets: string[] = [];
  const choices: Record<string, string> = {};
  const named: string[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--to') targets.push(...(left.shift() ?? '').split(','));
    else if (word === '--choose') {
      const [id = '', value = ''] = (left.shift() ?? '').split('=');
      choices[id] = value;
    } else if (word.startsWith('-')) throw new Error(`${name}: ${word} is no option`);
    else named.push(word);
  }
  return { targets, choices, named };
}

/** Writes the files of a fixture into a folder. */
export function writeFixture({ files }: MigrationFixture, folder: string): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replaceAll('{ROOT}', folder));
  }
}

/** Migrates the files of a fixture that stand in a folder. */
export function migrateFixture(fixture: MigrationFixture, folder: string): Migrated {
  const known: readonly Migration[] = migrations.filter(({ target }) => fixture.targets.includes(target));
  if (known.length !== fixture.targets.length)
    throw new Error(`${fixture.name}: not all of ${fixture.targets} exist`);
  const mains: readonly Main[] = fixture.named.map((name) => ({
    path: join(folder, name),
    perDirectory: basename(name) === '.htaccess',
  }));
  return migrate(mains, known, { defines: [], environment: {}, choices: fixture.choices });
}

/** The entries of a run in the form of fixtures. */
export function shownEntries({ report }: Migrated, folder: string): readonly string[] {
  return report.entries.map(
    ({ kind, mapping, place }) => `${kind} ${mapping} ${place.file.replace(`${folder}/`, '')}:${place.line}`,
  );
}

/** What is decided otherwise, in the form of fixtures. */
export function shownDecisions({ report }: Migrated): readonly string[] {
  const differences = report.proofs.flatMap((proof) => proof.differences);
  return differences.map(({ requests, explainedBy }) => {
    const { openings, paths, before, after } = requests;
    const mappings = [...new Set(explainedBy.map((index) => report.entries[index]!.mapping))];
    return [
      `${openings.length > 0 ? 'opens' : 'changed'} ${paths.join(', ')}`,
      `${before.text} => ${after.text}`,
      mappings.length > 0 ? mappings.join(' ') : 'unexplained',
    ].join(' | ');
  });
}
