import type { Staged } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import type { Tree } from '../syntax/tree.js';
import { newRun } from './bind.js';
import type { BoundConfiguration, Definitions } from './bound.js';
import { makeAliasesKnown } from './input.js';
import { makeKnown } from './limits.js';
import { modulesCalled } from './modules.js';
import type { Allowance } from './options.js';
import { read } from './read.js';
import type { Run } from './run.js';
import { inFolder } from './surroundings.js';
import { walk } from './walk.js';

/** What stands around a per-directory file. */
export interface FolderFileOptions {
  /** The folder it is in, with a slash at its end. */
  readonly folder: string;
  readonly allowance: Allowance;
  /** Source names of the modules that are loaded. */
  readonly modules: readonly string[];
  readonly serverRoot: string;
  /** What the server's configuration has defined: `${NAME}` and `<IfDefine>` see it. */
  readonly definitions: Definitions;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names that AuthnProviderAlias and AuthzProviderAlias gave; those for logins with the provider they stand for. */
  readonly aliases: { readonly authn: ReadonlyMap<string, string>; readonly authz: readonly string[] };
}

/** Bytes that variables, and that macros, may make of one per-directory file, and the lines that it may come to. */
const mostBytes = 1024 * 1024;
const mostLines = 50_000;

/** Binds a per-directory file such as .htaccess: as `bind` does for a configuration, with what AllowOverride admits. */
export function bindFolderFile(
  file: SourceFile,
  tree: Tree,
  options: FolderFileOptions,
): Staged<BoundConfiguration> {
  const { folder, allowance, modules, serverRoot, definitions } = options;
  const run: Run = {
    ...newRun(file, { ...options, defines: definitions.names, before: [], after: [] }, 'listed'),
    loaded: modulesCalled(modules),
    variables: variablesOf(definitions),
    roomForValues: mostBytes,
    roomForLines: mostLines,
  };
  run.macros.room = mostBytes;
  for (const method of definitions.methods) makeKnown(run.methods, method);
  makeAliasesKnown(run, options.aliases);
  const items = read(run, tree);
  const { notes, diagnostics, files } = run;
  const value = {
    items: walk(run, items, inFolder(allowance, folder)),
    serverRoot,
    definitions,
    files,
    notes,
  };
  return { value: { ...value, modules: new Set(modules) }, diagnostics };
}

function variablesOf({ values }: Definitions): Run['variables'] {
  return new Map(Object.entries(values).map(([name, value]) => [name, { value, definedAt: undefined }]));
}
