import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { renderDiagnostics } from '../report/pretty.js';
import { type Loaded, load, readSource, Unreadable } from '../serve/load.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { CommandFailed, exitCodes } from './exit-codes.js';
import { terminalOptions } from './refusal.js';

/** Options that say what stands around a FILE, as on httpd's command line. */
export interface InputOptions {
  readonly define: readonly string[];
  readonly root?: string;
  /** Folders that files are read in; absent: all. */
  readonly onlyIn?: readonly string[];
}

/** What reading files is bound to, for whoever reads. */
export const withinOf = ({ onlyIn }: InputOptions): { readonly within?: readonly string[] } =>
  onlyIn ? { within: onlyIn } : {};

/** Adds FILE and the options that go with it to a command. */
export function takesFile(command: Command): Command {
  return takesSurroundings(command.argument('<file>', `${whatFileIs}, or - for standard input`));
}

/** What a FILE of the command line may be. */
export const whatFileIs = 'a configuration file, a ruleset that ends in .json';

/** Adds the options that say what stands around a file. */
export function takesSurroundings(command: Command): Command {
  return command
    .addOption(
      new Option('-D, --define <name>', 'define a name for <IfDefine>')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('-d, --root <folder>', 'the server root, where relative paths start');
}

/** Adds the option for texts of strangers, which could include files of this machine and so show them in a log. */
export function takesFolders(command: Command): Command {
  return command.addOption(
    new Option('--only-in <folder>', 'read no file elsewhere, may be given several times').argParser(
      (value, before: readonly string[] | undefined) => collect(value, before ?? []),
    ),
  );
}

/** Gathers the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/**
 * Reads FILE and takes it as far as it goes; throws CommandFailed when it cannot be read. `mayBePart` is for who does not ask whether a
 * server could start with it.
 */
export function loadInput(
  path: string,
  options: InputOptions,
  mayBePart = false,
  take: typeof load = load,
): Loaded {
  const { define, root, onlyIn } = options;
  try {
    const bytes = Buffer.from(path).toString('latin1');
    return take(readSource(bytes, onlyIn), {
      ...withinOf(options),
      ...(root === undefined ? {} : { serverRoot: Buffer.from(resolve(root)).toString('latin1') }),
      defines: define,
      mayBePart,
      before: [],
      after: [],
      environment: process.env,
    });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new CommandFailed(folderText(path) ?? error.message, exitCodes.usage);
  }
}

/** Files that httpd starts with, as distributions lay them out. */
const mainFiles = ['apache2.conf', 'httpd.conf', 'conf/httpd.conf'];

/** The file that httpd starts with in a ServerRoot; undefined for what is none. */
export function mainFileIn(folder: string): string | undefined {
  return mainFiles.map((name) => join(folder, name)).find((each) => existsSync(each));
}

/** The ServerRoot that Debian's main file is in: it does not name it, and its folders stand beside it. */
export function rootAround(path: string): string | undefined {
  const folder = dirname(path);
  const isDebians = basename(path) === 'apache2.conf';
  return isDebians && debianFolders.some((name) => existsSync(join(folder, name))) ? folder : undefined;
}

const debianFolders = ['sites-enabled', 'conf-enabled', 'mods-enabled'];

function folderText(path: string): string | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const main = mainFileIn(path);
  return `${path} is a folder: name the file that httpd starts with${main === undefined ? '' : `, ${main}`}`;
}

/** Findings for people, on standard error. */
export function tellFindings(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0)
    process.stderr.write(renderDiagnostics(diagnostics, terminalOptions(process.stderr)));
}
