import type { Random } from '../kit/random.js';
import { line, type Part, section } from './part.js';
import { rewriteRules } from './rewrites.js';
import { settings } from './settings.js';
import { fileNames, some, weighted } from './words.js';

/** Per-directory files of some folders. */
export function folderFiles(random: Random): Readonly<Record<string, readonly Part[]>> {
  const chosen = ['.', 'a', 'a/b'].filter((folder) => random.chance(folder === '.' ? 0.25 : 0.5));
  return Object.fromEntries(
    chosen.map((folder) => [folder, some(random, 1, 3, () => content(random)).flat()]),
  );
}

function content(random: Random): Part[] {
  return weighted<Part[]>(random, [
    [6, () => settings(random)],
    [1, () => rewriteRules(random)],
    [2, () => [section(`Files ${random.pick(fileNames)}`, settings(random))]],
  ]);
}

/** The section that lets them count, as a whole or in part. */
export function overrides(random: Random): Part {
  const classes = [
    'All',
    'All',
    'AuthConfig',
    'Limit',
    'AuthConfig Limit',
    'FileInfo',
    'Options Indexes',
    'FileInfo AuthConfig',
  ];
  const strict = random.chance(0.4) ? ['AllowOverrideList None'] : [];
  const chosen = random.chance(0.2) ? 'AuthConfig FileInfo Nonfatal=Override' : random.pick(classes);
  return section('Directory {SITE}', [`AllowOverride ${chosen}`, ...strict].map(line));
}
