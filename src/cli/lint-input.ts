import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { globMatcher } from '../lint/glob.js';
import { findSettings, type LoadedSettings } from '../lint/settings-file.js';
import { systemErrorText } from '../source/system-error.js';
import { CommandFailed, exitCodes } from './exit-codes.js';
import { mainFileIn, rootAround } from './input.js';

/** The settings that a path names, or those of the nearest folder above the one that the linter was started in. */
export function loadSettings(path: string | undefined, from = process.cwd()): LoadedSettings {
  const found = findSettings(path, from);
  if ('problem' in found) throw new CommandFailed(found.problem, exitCodes.usage);
  return found;
}

/** The text of a file that must be there. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandFailed(`${path} cannot be read: ${systemErrorText(error)}`, exitCodes.usage);
  }
}

/** What is looked at as one: a file, with what stands around it. */
export interface LintTarget {
  readonly path: string;
  /** The ServerRoot, where a whole one or its main file was named. */
  readonly root?: string;
}

/**
 * The files that the command line names: a file itself, a ServerRoot by its main file, another folder by its .conf and .htaccess files,
 * a pattern by what it matches.
 */
export function lintTargets(named: readonly string[], ignored: readonly string[]): readonly LintTarget[] {
  const isIgnored = (path: string): boolean => ignored.some((glob) => globMatcher(glob)(path));
  const targets = named.flatMap(targetsOf).filter(({ path }) => !isIgnored(relative('.', path)));
  return [...new Map(targets.map((target) => [target.path, target])).values()];
}

function targetsOf(path: string): readonly LintTarget[] {
  const status = readable(path, () => statSync(path, { throwIfNoEntry: false }));
  if (!status && /[*?[]/.test(path)) return matching(path);
  if (!status?.isDirectory()) return [fileTarget(path)];
  const main = mainFileIn(path);
  if (main !== undefined) return [{ path: main, root: path }];
  const found = filesBelow(path).filter((each) => /\.conf$|(?:^|\/)\.htaccess$/.test(each));
  if (found.length === 0)
    throw new CommandFailed(`${path} holds no .conf and no .htaccess file: name files`, exitCodes.usage);
  return found.map((each) => ({ path: each }));
}

function fileTarget(path: string): LintTarget {
  const root = rootAround(path);
  return root === undefined ? { path } : { path, root };
}

/** What is not there is no failure of the system; anything else that keeps from reading is told by name. */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new CommandFailed(`${path} cannot be read: ${systemErrorText(error)}`, exitCodes.usage);
  }
}

function matching(glob: string): readonly LintTarget[] {
  const start = glob.slice(0, glob.search(/[^/]*[*?[]/)).replace(/\/$/, '');
  const matches = globMatcher(glob.includes('/') ? glob : `./${glob}`);
  const found = filesBelow(start === '' && !glob.startsWith('/') ? '.' : start || '/')
    .map((each) => each.replace(/^\.\//, ''))
    .filter((each) => (glob.includes('/') ? matches(each) : !each.includes('/') && matches(each)));
  if (found.length === 0) throw new CommandFailed(`nothing matches ${glob}`, exitCodes.usage);
  return found.map((path) => ({ path }));
}

/** Folders that hold no configuration are not entered. */
const passed: ReadonlySet<string> = new Set(['node_modules', '.git']);

function filesBelow(folder: string): readonly string[] {
  return readable(folder, () => readdirSync(folder, { withFileTypes: true }))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return passed.has(entry.name) ? [] : filesBelow(path);
      return entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path)) ? [path] : [];
    });
}

/** As in sites-enabled. Links to folders are not entered: they may lead in circles. */
function leadsToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
