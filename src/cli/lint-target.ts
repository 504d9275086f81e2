import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import type { Finding } from '../lint/finding.js';
import { inspectFiles } from '../lint/inspect-site.js';
import { type LoadedPart, loadPart } from '../lint/part.js';
import { loadPerDirectory } from '../lint/per-directory.js';
import type { LintSettings } from '../lint/settings.js';
import type { LoadedSettings } from '../lint/settings-file.js';
import { type Site, siteOf } from '../lint/site.js';
import { type Loaded, readSource, Unreadable } from '../serve/load.js';
import { bytesOf, textOf } from '../source/decode.js';
import type { Severity } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { CommandFailed, exitCodes } from './exit-codes.js';
import { type InputOptions, withinOf } from './input.js';
import type { LintTarget } from './lint-input.js';

/** The options of `lint`. */
export interface LintOptions extends InputOptions {
  readonly format: string;
  readonly config?: string;
  readonly preset?: NonNullable<LintSettings['preset']>;
  readonly failLevel?: Severity | 'none';
  readonly maxWarnings?: number;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  readonly stdin: boolean;
  readonly stdinFilename: string;
  readonly htaccess: boolean;
  readonly fix: boolean;
  readonly fixUnsafe: boolean;
  readonly fixDryRun: boolean;
}

/** What was found in one target. */
export interface Seen {
  /** The file it begins with, a byte string. */
  readonly main: string;
  /** The ServerRoot, where a whole one was named. */
  readonly root?: string;
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  readonly ignored: number;
}

/** Texts that stand for files on the way to a fix. */
export type Texts = ReadonlyMap<string, string>;

/** Looks at a target with the rules that are on for each of its files. */
export function inspectTarget(target: LintTarget, options: LintOptions, loaded: LoadedSettings): Seen {
  const seen = inspectSite(siteOfTarget(target, options), options, loaded);
  return target.root === undefined ? seen : { ...seen, root: target.root };
}

/** Looks at a site as options and settings say. */
export function inspectSite(site: Site, { preset }: LintOptions, { settings, folder }: LoadedSettings): Seen {
  const said = preset ? { ...settings, preset } : settings;
  const inspection = inspectFiles(site, { settings: said, folder });
  return { main: site.loaded.file.path, files: site.files.map(({ path }) => path), ...inspection };
}

/** Takes a target as far as it goes; `texts` stand for files. */
export function siteOfTarget(target: LintTarget, options: LintOptions, texts?: Texts): Site {
  const file = sourceOf(target, options, texts);
  return siteOf(
    isPerDirectory(target, options) ? perDirectory(file, target) : whole(file, target, options, texts),
  );
}

const isPerDirectory = ({ path }: LintTarget, { htaccess }: LintOptions): boolean =>
  htaccess || basename(path) === '.htaccess';

const perDirectory = (file: SourceFile, { path }: LintTarget): Loaded =>
  loadPerDirectory(file, bytesOf(dirname(resolve(path))));

function whole(
  file: SourceFile,
  target: LintTarget,
  options: LintOptions,
  texts: Texts | undefined,
): LoadedPart {
  const root = options.root ?? target.root;
  return loadPart(file, {
    ...(root === undefined ? {} : { serverRoot: bytesOf(resolve(root)) }),
    defines: options.define,
    ...withinOf(options),
    mayBePart: true,
    before: [],
    after: [],
    environment: process.env,
    ...(texts ? { texts } : {}),
  });
}

let standardInput: string | undefined;

function sourceOf({ path }: LintTarget, { stdin, onlyIn }: LintOptions, texts?: Texts): SourceFile {
  const bytes = bytesOf(path);
  const changed = texts?.get(bytes);
  if (changed !== undefined) return { path: bytes, text: changed };
  if (stdin) {
    standardInput ??= readFileSync(0, 'latin1');
    return { path: bytes, text: standardInput };
  }
  try {
    return readSource(bytes, onlyIn);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new CommandFailed(error.message, exitCodes.usage);
  }
}

/** Names files from the folder that the linter was started in; what is elsewhere keeps its whole path. */
export function nameFrom(from = process.cwd()): (path: string) => string {
  return (path) => {
    if (!path.startsWith('/')) return path;
    const near = bytesOf(relative(from, textOf(path)));
    return near.startsWith('..') ? path : near;
  };
}

/** Names files for a diff: by where links lead, since `patch` and `git apply` change no link. */
export function realNameFrom(): (path: string) => string {
  const named = nameFrom();
  return (path) => {
    try {
      return named(bytesOf(realpathSync(textOf(path))));
    } catch {
      return named(path);
    }
  };
}
