import type { DiffOptions } from '../diff/diff-options.js';
import type { Site } from '../lint/site.js';
import { applyMigration, newProgress, type Progress, tell } from './apply.js';
import { Estate, type EstateFile } from './estate.js';
import type { EstateOptions, Main } from './main.js';
import type { Choices, Migration, MigrationEntry } from './migration.js';
import type { MigrationReport, Proof } from './migration-report.js';
import { namedReport } from './named-report.js';
import { explainsBy } from './near.js';
import { nextStepsFor } from './next-steps.js';
import { lookAtWhatIsNotInForce } from './not-in-force.js';
import { proofOf, refusedAsItIs } from './proof.js';
import { newlyRefused } from './refused.js';
import { supposedHosts } from './supposed-hosts.js';
import { unnamedFiles } from './unnamed.js';

/** What is asked of a run. */
export interface MigrateOptions extends EstateOptions {
  readonly choices: Choices;
  readonly readFile?: DiffOptions['readFile'];
  /** How much the comparison tries at most. */
  readonly limits?: DiffOptions['limits'];
  /** What files are called in the report; as they were opened unless given. */
  readonly named?: (path: string) => string;
}

/** The files as they were and are now, and what there is to tell; nothing is written. */
export interface Migrated {
  /** All that were read; `after` differs in those that change. */
  readonly files: readonly EstateFile[];
  /** Other paths to them, by links, and where they lead. */
  readonly links: Estate['links'];
  readonly report: MigrationReport;
}

/** Makes migrations one after the other, and compares the decisions of before and after; throws Unreadable. */
export function migrate(
  named: readonly Main[],
  migrations: readonly Migration[],
  options: MigrateOptions,
): Migrated {
  const estate = new Estate(named, options);
  const notInForce = lookAtWhatIsNotInForce({
    estate,
    migrations,
    choices: options.choices,
    named: options.named ?? ((path) => path),
  });
  const before = new Map(estate.mains.map((main) => [main, estate.siteOf(main)]));
  const progress = newProgress(estate);
  for (const change of notInForce) tell(progress, change);
  for (const migration of migrations)
    for (const main of estate.mains) applyMigration(progress, main, migration, options.choices);
  const report = reportOf(progress, before, migrations, options);
  const { files, links } = estate;
  return { files, links, report: options.named ? namedReport(report, options.named) : report };
}

function reportOf(
  progress: Progress,
  before: ReadonlyMap<Main, Site>,
  migrations: readonly Migration[],
  options: MigrateOptions,
): MigrationReport {
  const { estate } = progress;
  const changed = estate.files.filter(isChanged);
  const pairs = [...before].map(([main, site]) => [site, estate.siteOf(main)] as const);
  const entries = inOrder(progress.entries, estate);
  return {
    targets: migrations.map(({ target }) => target),
    changed: changed.map(({ path }) => path),
    alsoChanged: changed.map(({ path }) => path).filter((path) => !estate.isNamed(path)),
    openChoices: [...new Set(entries.flatMap(({ choice }) => choice?.id ?? []))].filter(
      (id) => options.choices[id] === undefined,
    ),
    unnamed: unnamedFiles(estate, [...before.values()], migrations, options),
    entries,
    refused: pairs.flatMap(([old, now]) => newlyRefused(progress, old, now)),
    proofs: proofsOf(progress, pairs, options).map((proof) => renumbered(proof, progress.entries, entries)),
    nextSteps: changed.length === 0 ? [] : nextStepsFor(migrations, pairs),
  };
}

function renumbered(
  proof: Proof,
  entries: readonly MigrationEntry[],
  sorted: readonly MigrationEntry[],
): Proof {
  const numbers = new Map(sorted.map((entry, index) => [entry, index]));
  const differences = proof.differences.map((each) => ({
    ...each,
    explainedBy: each.explainedBy.map((index) => numbers.get(entries[index]!)!),
  }));
  return { ...proof, differences };
}

/** Where thousands of places change not all requests are tried, and the report names those places: each one walks through all places. */
const usualLimits = { requests: 300_000 };

/** What begins with files that no change has reached decides as before, as far as httpd takes it. */
function proofsOf(
  progress: Progress,
  pairs: readonly (readonly [Site, Site])[],
  { readFile, environment, limits = usualLimits, named = (path) => path }: MigrateOptions,
): readonly Proof[] {
  const { estate, entries } = progress;
  const explains = explainsBy(progress);
  const surroundings = { environment, names: supposedHosts() };
  return pairs.flatMap((pair) => {
    const [site] = pair;
    if (!site.files.some(({ path }) => isChanged(estate.fileOf(path)))) return refusedAsItIs(site, named);
    const name = named(site.loaded.file.path);
    const names = { old: name, new: name };
    const told = { names, surroundings, limits, named };
    return proofOf(pair, entries, explains, { ...told, ...(readFile && { readFile }) });
  });
}

const isChanged = (file: EstateFile | undefined): boolean => file?.after !== file?.before;

/** By file, as they were read, and line. */
function inOrder(entries: readonly MigrationEntry[], estate: Estate): MigrationEntry[] {
  const order = new Map(estate.files.map(({ path }, index) => [path, index]));
  const rank = ({ place }: MigrationEntry): number => order.get(place.file) ?? order.size;
  return entries.toSorted(
    (left, right) =>
      rank(left) - rank(right) ||
      left.place.line - right.place.line ||
      left.place.column - right.place.column,
  );
}
