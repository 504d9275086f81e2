import { knownModules } from '../directives/index.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { allowanceOf } from '../serve/allowance.js';
import { loadFolderFile } from '../serve/folder-file.js';
import { load } from '../serve/load.js';
import type { SourceFile } from '../source/file.js';
import type { LoadedPart } from './part.js';

/** A folder stands for the one that the file is in; sections of a whole configuration are not known here. */
const firstId = 1000;

/**
 * Takes a per-directory file as the only thing that is said of its folder, which is the DocumentRoot here: so rules on what is in force
 * see what it says. `folder` is absolute.
 */
export function loadPerDirectory(file: SourceFile, folder: string): LoadedPart {
  let last = firstId;
  const ending = `${folder.replace(/\/+$/, '')}/`;
  const { bound, section, diagnostics } = loadFolderFile(
    file,
    {
      folder: ending,
      allowance: allowanceOf(
        { classes: ['AuthConfig', 'FileInfo', 'Indexes', 'Limit', 'Options'], nonfatal: [] },
        undefined,
      ),
      modules: [...knownModules().map(({ name }) => name), 'event'],
      serverRoot: '/etc/apache2',
      definitions: { names: [], values: {}, methods: [] },
      environment: process.env,
      aliases: { authn: new Map(), authz: [] },
    },
    {
      path: file.path,
      folder: ending,
      id: ++last,
      nextId: () => ++last,
      aliases: { authn: new Map(), authz: new Map() },
    },
  );
  const ruleset = section && siteAround(folder);
  if (!ruleset) return { file, bound, diagnostics, isPerDirectory: true };
  const here = { ...section, match: { kind: 'prefix' as const, prefix: folder.replace(/(.)\/+$/, '$1') } };
  const host = { ...ruleset.host, directories: [...ruleset.host.directories, here] };
  return { file, bound, ruleset: { ...ruleset, host }, diagnostics, isPerDirectory: true };
}

function siteAround(folder: string): Ruleset | undefined {
  const text = `DocumentRoot "${folder.replace(/["\\]/g, '\\$&')}"\n`;
  const options = { defines: [], before: [], after: [], environment: {}, mayBePart: true };
  return load({ path: '<server>', text }, options).ruleset;
}
