import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import type { Finding } from '../lint/finding.js';
import { inspect } from '../lint/inspect.js';
import { loadPerDirectory } from '../lint/per-directory.js';
import { lintRules } from '../lint/rules/index.js';
import type { ActiveRule } from '../lint/run.js';
import { activeRules, type LintSettings } from '../lint/settings.js';
import { type Site, siteOf } from '../lint/site.js';
import { type Loaded, load, readSource, Unreadable } from '../serve/load.js';
import { bytesOf, textOf } from '../source/decode.js';
import type { Severity } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { CommandFailed, exitCodes } from './exit-codes.js';
import type { InputOptions } from './input.js';
import type { LintTarget, LoadedSettings } from './lint-input.js';

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
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  readonly ignored: number;
}

/** Texts that stand for files on the way to a fix. */
export type Texts = ReadonlyMap<string, string>;

/** Looks at a target with the rules that are on for each of its files. */
export function inspectTarget(target: LintTarget, options: LintOptions, loaded: LoadedSettings): Seen {
  return inspectSite(siteOfTarget(target, options), options, loaded);
}

/** Looks at a site; a rule that is on for some of its files alone is told for those. */
export function inspectSite(site: Site, options: LintOptions, { settings, folder }: LoadedSettings): Seen {
  const said = options.preset ? { ...settings, preset: options.preset } : settings;
  const levels = new Map<string, ReadonlyMap<string, Severity>>();
  const rulesFor = (file: SourceFile): ReadonlyMap<string, Severity> => {
    const known = levels.get(file.path);
    if (known) return known;
    const active = activeRules(lintRules, said, relative(folder, resolve(textOf(file.path))));
    const made = new Map(active.map(({ rule, severity }) => [rule.id, severity]));
    levels.set(file.path, made);
    return made;
  };
  const wanted = new Set(site.files.flatMap((file) => [...rulesFor(file).keys()]));
  const active: readonly ActiveRule[] = lintRules
    .filter(({ id }) => wanted.has(id))
    .map((rule) => ({ rule, severity: rule.severity }));
  const { findings, ignored } = inspect(site, active, new Set(lintRules.map(({ id }) => id)));
  const told = findings.flatMap((finding) => {
    const severity = rulesFor(writtenAt(finding.span).file).get(finding.id);
    return severity ? [{ ...finding, severity }] : [];
  });
  return { main: site.loaded.file.path, files: site.files.map(({ path }) => path), findings: told, ignored };
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

function whole(file: SourceFile, target: LintTarget, options: LintOptions, texts: Texts | undefined): Loaded {
  const root = options.root ?? target.root;
  return load(file, {
    ...(root === undefined ? {} : { serverRoot: bytesOf(resolve(root)) }),
    defines: options.define,
    mayBePart: true,
    before: [],
    after: [],
    environment: process.env,
    ...(texts ? { texts } : {}),
  });
}

let standardInput: string | undefined;

function sourceOf({ path }: LintTarget, { stdin }: LintOptions, texts?: Texts): SourceFile {
  const bytes = bytesOf(path);
  const changed = texts?.get(bytes);
  if (changed !== undefined) return { path: bytes, text: changed };
  if (stdin) {
    standardInput ??= readFileSync(0, 'latin1');
    return { path: bytes, text: standardInput };
  }
  try {
    return readSource(bytes);
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
