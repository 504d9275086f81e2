import { writeFileSync } from 'node:fs';
import type { Migrated } from '../migrate/migrate.js';
import { type MigrationFormat, renderMigration } from '../report/migration-formats.js';
import { textOf } from '../source/decode.js';
import { CommandFailed, exitCodes } from './exit-codes.js';
import { realNameFrom } from './lint-target.js';
import { writeTree } from './out-folder.js';
import { refuseOutside } from './outside.js';
import { unifiedDiff } from './unified-diff.js';
import { writeWhole } from './write-whole.js';

/** What shall become of the result. */
export interface MigrationOutput {
  readonly inPlace: boolean;
  /** Files and folders that may be written in place, with what lies below or beside them. */
  readonly writable: readonly string[];
  /** The folders that were named: a folder of results has what lies below them where it lay. */
  readonly folders: readonly string[];
  readonly out?: string;
  readonly format: MigrationFormat;
  readonly report?: string;
}

/** What standard input is called. */
export const standardInputPath = '<stdin>';

/**
 * Writes what a migration has made, and its report. Whoever wants the new text of standard input gets it on standard output. A mistake of
 * kerbgate is told, and nothing is written.
 */
export function putOut(migrated: Migrated, options: MigrationOutput): void {
  const { report } = migrated;
  const steps = report.refused.some(({ isMistake }) => isMistake) ? [] : writtenSteps(migrated, options);
  const told = { ...report, nextSteps: [...steps, ...report.nextSteps] };
  tell(renderMigration(options.format, told), options, migrated);
}

/** Writes files, and tells what to do with them. */
function writtenSteps(
  { files, links, report }: Migrated,
  { inPlace, writable, folders, out }: MigrationOutput,
): readonly string[] {
  const changed = files.filter(({ before, after }) => before !== after);
  if (inPlace) {
    const written = changed.filter(({ path }) => path !== standardInputPath);
    refuseOutside(
      written.map(({ path }) => path),
      writable,
    );
    writeWhole(written);
  }
  if (out === undefined) return [];
  if (files.some(({ path }) => path === standardInputPath))
    throw new CommandFailed('what comes from standard input has no place in a folder', exitCodes.usage);
  const base = textOf(writeTree(out, { folders, files, links }));
  if (report.changed.length === 0) return [];
  return [
    `the files below ${out} stand for those below ${base}, and include each other by the paths of there: look at them, then cp -a ${out}/. ${base}/`,
  ];
}

/** Writes the report of a run that has made new files: where the option says, or where no file goes. */
export function tellReport(text: string, { out, report }: Pick<MigrationOutput, 'out' | 'report'>): void {
  if (report !== undefined && report !== '-') writeReport(report, text);
  else (report === '-' || out !== undefined ? process.stdout : process.stderr).write(text);
}

function tell(text: string, options: MigrationOutput, { files }: Migrated): void {
  const { inPlace, out, report } = options;
  const fromInput = files.find(({ path }) => path === standardInputPath);
  const written = inPlace || out !== undefined;
  const printsText = inPlace && fromInput !== undefined;
  if (report !== '-' && printsText) process.stdout.write(Buffer.from(fromInput.after, 'latin1'));
  if (report !== '-' && !written) process.stdout.write(changesOf(files));
  if (report === '-') process.stdout.write(text);
  else if (report !== undefined) writeReport(report, text);
  else (written && !printsText ? process.stdout : process.stderr).write(text);
}

const changesOf = (files: Migrated['files']): string =>
  unifiedDiff(
    files.filter(({ before, after }) => before !== after),
    realNameFrom(),
  );

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new CommandFailed(`${path} cannot be written: ${(error as Error).message}`, exitCodes.usage);
  }
}
