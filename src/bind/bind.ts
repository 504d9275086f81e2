import { bytesOf } from '../source/decode.js';
import type { Staged } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { parseConfig } from '../syntax/parse.js';
import type { Tree } from '../syntax/tree.js';
import type { BoundConfiguration, Definitions } from './bound.js';
import { mostExpanded } from './expand.js';
import { mostIncluded } from './include.js';
import { checkMpm } from './load-module.js';
import { noMacros } from './macro.js';
import { httpdModules, servedModules, startingModules } from './modules.js';
import type { BindOptions } from './options.js';
import { mostLines, read } from './read.js';
import type { ReadItem } from './read-item.js';
import type { Run } from './run.js';
import { topLevel } from './surroundings.js';
import { walk } from './walk.js';

/** Debian's; a ServerRoot directive or `-d` says otherwise. */
const usualServerRoot = '/etc/apache2';

/**
 * Reads includes, decides branches, resolves names, checks places and types arguments. Everything wrong is reported, with
 * httpd's messages; what is right is bound. `not-served` findings are about directives that httpd takes and we do not serve.
 */
export function bind(file: SourceFile, tree: Tree, options: BindOptions): Staged<BoundConfiguration> {
  const [run, items] = readAll(file, tree, options);
  checkMpm(run);
  const bound = walk(run, items, topLevel());
  return {
    value: {
      items: bound,
      modules: modulesOf(run),
      definitions: definitionsOf(run),
      serverRoot: run.serverRoot,
      files: run.files,
      notes: run.notes,
    },
    diagnostics: run.diagnostics,
  };
}

function modulesOf({ loaded, listed }: Run): ReadonlySet<string> {
  const known = httpdModules(listed ? loaded.names : servedModules(loaded));
  return new Set([...known, ...loaded.strangers.values(), loaded.mpm]);
}

function definitionsOf({ defines, variables, methods }: Run): Definitions {
  return {
    names: [...defines.keys()],
    values: Object.fromEntries([...variables].map(([name, { value }]) => [name, value])),
    methods: [...methods.keys()],
  };
}

/**
 * Starts over when a LoadModule line turns up: from then on only what is loaded counts, from the first line on. In what may be a part
 * of a configuration all modules count again when no MPM was among them.
 */
function readAll(file: SourceFile, tree: Tree, options: BindOptions): readonly [Run, readonly ReadItem[]] {
  for (const counting of ['all', 'listed', 'part'] as const) {
    const run = newRun(file, options, counting);
    const items = [
      ...commandLine(run, options.before, 'before'),
      ...read(run, tree),
      ...commandLine(run, options.after, 'behind'),
    ];
    const part = counting === 'listed' && options.mayBePart === true && run.loaded.mpms.size === 0;
    if (!run.sawLoadModule && !part) return [run, items];
  }
  throw new Error('reading with listed modules does not start over');
}

/** A binding that has read nothing yet. */
export function newRun(file: SourceFile, options: BindOptions, counting: 'all' | 'listed' | 'part'): Run {
  const listed = counting === 'listed';
  return {
    options,
    listed,
    part: counting === 'part',
    loaded: startingModules(listed),
    defines: counted(options.defines),
    variables: new Map(),
    files: [file],
    diagnostics: [],
    notes: [],
    methods: new Map(),
    macros: noMacros(),
    serverRoot: bytesOf(options.serverRoot ?? usualServerRoot),
    uses: new Map(),
    roomForValues: mostExpanded,
    roomForFiles: mostIncluded,
    roomForLines: mostLines,
    ended: false,
    sawLoadModule: false,
  };
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Reads directives of the command line: each is a line of one text, and none is continued. */
function commandLine(
  run: Run,
  directives: readonly string[],
  place: NonNullable<SourceFile['commandLine']>,
): readonly ReadItem[] {
  if (directives.length === 0) return [];
  const lines = directives.map((each) => (each.endsWith('\\') ? `${each} \n` : `${each}\n`));
  const file: SourceFile = { path: '-c/-C directives', text: bytesOf(lines.join('')), commandLine: place };
  const { value, diagnostics } = parseConfig(file);
  for (const each of diagnostics) run.diagnostics.push(each);
  return read(run, value);
}
