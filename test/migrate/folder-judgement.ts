import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Main, settledMain } from '../../src/migrate/main.js';
import { type Migrated, migrate } from '../../src/migrate/migrate.js';
import type { Migration } from '../../src/migrate/migration.js';
import type { ApacheCheck } from '../kit/apache-check.js';
import { refusalsOf } from './apache-refusals.js';

/** What became of one file. */
export interface Judgement {
  readonly file: string;
  readonly milliseconds: number;
  readonly changed: boolean;
  /** Lines of mod_auth_kerb, its AuthTypes and LoadModule among them, that were there. */
  readonly oldLines: number;
  readonly entries: number;
  readonly choices: number;
  readonly differences: number;
  readonly opens: number;
  readonly unexplained: number;
  readonly unexplainedText: readonly string[];
  readonly mistakes: readonly string[];
}

const options = { defines: [], environment: {}, choices: {} };
const ofKerb =
  /^\s*(?:Krb\w*|AuthType\s+"?'?(?:Kerb\w*|KerberosV[45])|LoadModule\s+auth_kerb_module|<IfModule\s+!?"?(?:mod_)?auth_kerb)/i;

/** Migrates a file twice, and asks Apache about the text of before and after. */
export async function judge(
  path: string,
  migrations: readonly Migration[],
  check: ApacheCheck,
): Promise<Judgement> {
  const main: Main = { path, perDirectory: basename(path) === '.htaccess' || path.endsWith('.htaccess') };
  const started = performance.now();
  let migrated: Migrated;
  try {
    migrated = migrate([main], migrations, options);
  } catch (error) {
    return { ...nothing, file: basename(path), mistakes: [`crashed: ${(error as Error).message}`] };
  }
  const milliseconds = Math.round(performance.now() - started);
  const before = readFileSync(path, 'latin1');
  const after = migrated.files.find((file) => file.path === path)?.after ?? before;
  const { entries, proofs, refused } = migrated.report;
  const differences = proofs.flatMap((proof) => proof.differences);
  const unexplained = differences.filter(({ explainedBy }) => explainedBy.length === 0);
  return {
    file: basename(path),
    milliseconds,
    changed: after !== before,
    oldLines: linesOf(before).length,
    entries: entries.length,
    choices: entries.filter(({ choice }) => choice !== undefined).length,
    differences: differences.length,
    opens: differences.filter(({ requests }) => requests.openings.length > 0).length,
    unexplained: unexplained.length,
    unexplainedText: unexplained.map(
      ({ requests: { paths, before: old, after: now } }) => `${paths.join(', ')}: ${old.text} => ${now.text}`,
    ),
    mistakes: [
      ...refused
        .filter(({ isMistake }) => isMistake)
        .map(({ place, message }) => `refused now: ${place?.line ?? ''} ${message}`),
      ...proofs
        .flatMap(({ impossible }) => impossible ?? [])
        .filter((why) => !why.includes('httpd refuses the text')),
      ...silent(before, migrations, migrated, path),
      ...again(migrated, main, migrations),
      ...(migrations.some(({ target }) => target === 'gssapi')
        ? linesOf(after).map((line) => `left: ${line}`)
        : []),
      ...(await newRefusals(check, main, before, after)),
    ],
  };
}

const nothing = {
  milliseconds: 0,
  changed: false,
  oldLines: 0,
  entries: 0,
  choices: 0,
  differences: 0,
  opens: 0,
  unexplained: 0,
  unexplainedText: [],
};

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => ofKerb.test(line))
    .map((line) => line.trim());

/** Lines of mod_auth_kerb that no entry tells of. */
function silent(
  before: string,
  migrations: readonly Migration[],
  { report }: Migrated,
  path: string,
): readonly string[] {
  if (!migrations.some(({ target }) => target === 'gssapi')) return [];
  const told = new Set(
    report.entries.filter(({ place }) => place.file === path).map(({ place }) => place.line),
  );
  return before
    .split('\n')
    .flatMap((line, index) =>
      ofKerb.test(line) && !told.has(index + 1) ? [`not told of: ${line.trim()}`] : [],
    );
}

/** What a second run changes of the files that the first one gave, included ones among them. */
export function again(first: Migrated, main: Main, migrations: readonly Migration[]): readonly string[] {
  const texts = new Map(first.files.map(({ path, after }) => [path, after]));
  for (const [path, real] of first.links) {
    const file = first.files.find((each) => each.real === real);
    if (file) texts.set(path, file.after);
  }
  const second = migrate([main], migrations, { ...options, texts });
  return second.files
    .filter(({ after, before }) => after !== before)
    .map(({ path }) => `a second run changes ${basename(path)}`);
}

/** Lines that Apache refuses in the result, and did not in the original; module files that are not on this machine do not count. */
async function newRefusals(
  check: ApacheCheck,
  main: Main,
  before: string,
  after: string,
): Promise<readonly string[]> {
  if (before === after) return [];
  const wrapped = (text: string): string =>
    settledMain(main, options).perDirectory ? `<Directory /srv>\n${text}\n</Directory>` : text;
  const old = new Set((await refusalsOf(check, wrapped(before))).map(({ line }) => line));
  const now = await refusalsOf(check, wrapped(after));
  return now
    .filter(({ line, message }) => !old.has(line) && !/Cannot load .*No such file/.test(message))
    .map(({ line, message }) => `Apache refuses: ${line}: ${message}`);
}
