import { Unreadable } from '../serve/load.js';
import { type CommentedOut, commentedOut } from './commented-out.js';
import type { Estate } from './estate.js';
import { type Main, settledMain, siteOfMain } from './main.js';
import type { Choices, Migration, MigrationChange } from './migration.js';
import { type SkippedInclude, skippedIncludes } from './skipped-includes.js';

/** What is asked of a run, as far as it counts here. */
interface Asked {
  readonly estate: Estate;
  readonly migrations: readonly Migration[];
  readonly choices: Choices;
  /** What files are called. */
  readonly named: (path: string) => string;
}

/**
 * Finds what is not in force, in the texts as they were, and tells of it: files of Include lines whose condition does not hold are read and
 * migrated by themselves, beside the others; lines that are comments stay.
 */
export function lookAtWhatIsNotInForce(asked: Asked): readonly MigrationChange[] {
  const { estate, migrations } = asked;
  const told: MigrationChange[] = [];
  // Files that are read in turn may have conditions of their own.
  for (const main of estate.growing()) {
    const site = estate.siteOf(main);
    for (const skipped of skippedIncludes(site, (path) => estate.fileOf(path) !== undefined))
      told.push(...lookAtFiles(skipped, asked));
    if (migrations.some(({ target }) => target === 'gssapi')) told.push(...commentedOut(site).map(comment));
  }
  return told;
}

function lookAtFiles(skipped: SkippedInclude, asked: Asked): readonly MigrationChange[] {
  const { at, condition, paths, left, serverRoot, isForOther } = skipped;
  const looked = paths.map((path) => {
    const main = { path, root: serverRoot, perDirectory: false };
    return { main, lines: linesToMigrate(main, asked) };
  });
  const listOf = (files: typeof looked): string => files.map(({ main }) => asked.named(main.path)).join(', ');
  const readable = looked.filter(({ lines = 0 }) => lines > 0);
  const unreadable = looked.filter(({ lines }) => lines === undefined);
  if (!isForOther) for (const { main } of readable) asked.estate.add(main);
  const becomes = isForOther
    ? 'with lines to migrate; for another version of httpd, and left as it is'
    : 'read by itself and migrated as a part; look at it, since nothing here shows what will stand around it';
  const parts = [
    ...(readable.length === 0 ? [] : [`${listOf(readable)}: ${becomes}.`]),
    ...(unreadable.length === 0 ? [] : [`${listOf(unreadable)}: cannot be read, and is not migrated.`]),
    ...(left === 0 ? [] : [`${left} more files are not looked at: name them to have them migrated.`]),
  ];
  if (parts.length === 0) return [];
  const message = `${condition} does not hold here, so that nothing of this is in force. ${parts.join(' ')}`;
  return [told(at, 'include-skipped', message)];
}

/** How many lines of a file would change; undefined where it cannot be read. */
function linesToMigrate(main: Main, { estate: { options }, migrations, choices }: Asked): number | undefined {
  try {
    const site = siteOfMain(settledMain(main, options), options);
    const changes = migrations.flatMap((migration) => migration.changes(site, choices));
    return changes.filter(({ edits }) => edits.length > 0).length;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function comment({ at, lines }: CommentedOut): MigrationChange {
  const later = 'Without that module httpd refuses';
  const message =
    lines === 1
      ? `A comment with a line of mod_auth_kerb: it stays. ${later} it once the # is taken away.`
      : `${lines} comments from here on with lines of mod_auth_kerb: they stay. ${later} them once the # is taken away.`;
  return told(at, 'commented-out', message);
}

const told = (at: MigrationChange['at'], mapping: string, message: string): MigrationChange => ({
  at,
  edits: [],
  entry: { kind: 'kept', mapping, after: [], message },
});
