import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import type { Site } from '../lint/site.js';
import type { Ruleset, Section } from '../ruleset/ruleset.js';
import { Unreadable } from '../serve/load.js';
import type { Estate } from './estate.js';
import { type EstateOptions, siteOfMain } from './main.js';
import type { Choices, Migration } from './migration.js';
import type { Unnamed } from './migration-report.js';

type Options = EstateOptions & { readonly choices: Choices };

/** So many folders are looked into in one run. */
const mostFolders = 5_000;

/** Per-directory files below the folders whose sections admit them, which nobody named and which hold lines to migrate. */
export function unnamedFiles(
  estate: Estate,
  sites: readonly Site[],
  migrations: readonly Migration[],
  options: Options,
): readonly Unnamed[] {
  const found = new Map<string, Unnamed>();
  const seen = new Set<string>();
  for (const { ruleset } of sites) {
    if (!ruleset) continue;
    const names = ruleset.host.core.accessFileNames ?? ['.htaccess'];
    for (const path of filesBelow(foldersOf(ruleset), names, seen)) {
      if (estate.fileOf(path) || found.has(path)) continue;
      const lines = linesToMigrate(path, migrations, options);
      if (lines > 0) found.set(path, { file: path, lines });
    }
  }
  return [...found.values()];
}

function foldersOf({ host, virtualHosts }: Ruleset): readonly string[] {
  const sections = [host, ...virtualHosts].flatMap(({ directories }) => directories).filter(admitsLogins);
  return sections.flatMap(({ match }) => (match.kind === 'prefix' ? [match.prefix] : []));
}

function admitsLogins({ settings }: Section): boolean {
  const { override, overrideList = [] } = settings.core ?? {};
  const classes = override?.classes ?? [];
  return classes.includes('AuthConfig') || classes.includes('Limit') || overrideList.length > 0;
}

function* filesBelow(
  folders: readonly string[],
  names: readonly string[],
  seen: Set<string>,
): Generator<string> {
  const pending = folders.toReversed();
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (seen.has(folder) || seen.size >= mostFolders) continue;
    seen.add(folder);
    for (const entry of entriesOf(folder)) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else if (names.includes(entry.name)) yield path;
    }
  }
}

/** In order of their names; what cannot be looked into is empty. Links to folders are not followed: they may lead in circles. */
function entriesOf(folder: string) {
  try {
    return readdirSync(Buffer.from(folder, 'latin1'), { withFileTypes: true, encoding: 'latin1' }).toSorted(
      (left, right) => (left.name < right.name ? -1 : 1),
    );
  } catch {
    return [];
  }
}

function linesToMigrate(path: string, migrations: readonly Migration[], options: Options): number {
  try {
    const site = siteOfMain({ path, perDirectory: true }, options);
    const changes = migrations.flatMap((migration) => migration.changes(site, options.choices));
    return new Set(changes.filter(({ edits }) => edits.length > 0).map(({ at }) => at)).size;
  } catch (error) {
    if (error instanceof Unreadable) return 0;
    throw error;
  }
}
