import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import type { FolderFileOptions } from '../bind/folder-file.js';
import type { Allowance } from '../bind/options.js';
import { aliasesOf, type ProviderAliases } from '../compile/provider-aliases.js';
import { FileLooks, fileName } from '../content/file-looks.js';
import type { FolderSettings, Need } from '../evaluate/need.js';
import { firstPassingId } from '../evaluate/sections.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { systemErrorText } from '../source/system-error.js';
import { allowanceOf } from './allowance.js';
import { FilesOnTheWay } from './files-on-the-way.js';
import { settingsOf, tooLarge, unreadable } from './folder-file-log.js';

type Asked = Extract<Need, { need: 'folder-settings' }>;
type Loader = typeof import('./folder-file.js');

interface Kept {
  readonly stats: Stats;
  readonly digest: string;
  readonly size: number;
  readonly settings: FolderSettings;
  /** When its bytes were last read; milliseconds since 1970. */
  readAt: number;
  /** Changed so long ago that another change would move its times. */
  settled: boolean;
}

/** What is read and kept at most: bytes of one file, bytes in all, files. */
export const folderFileLimits = { file: 256 * 1024, total: 2 * 1024 * 1024, files: 1000 } as const;

const noDefinitions = { names: [], values: {}, methods: [] };

/** The granularity of a file's times; milliseconds. */
const settledAfter = 2000;
/** How long the bytes of a file that has just changed count; milliseconds. */
const moment = 100;

/**
 * Reads per-directory files such as .htaccess for requests. A file is looked at for each of them and taken apart only when it has
 * changed: the same file gives the same section. What is wrong with one is kept as well.
 */
export class FolderFiles {
  readonly #ruleset: Ruleset;
  readonly #aliases: ProviderAliases;
  /** Afresh each time: what a file forbids counts at once. */
  readonly #looks = new FileLooks();
  readonly #kept = new Map<string, Kept>();
  readonly #onTheWay = new FilesOnTheWay();
  readonly #allowances = new Map<string, { readonly key: number; readonly allowance: Allowance }>();
  #loader: Loader | undefined;
  #lastFile = firstPassingId;
  #lastSection = firstPassingId / 2;
  #total = 0;

  constructor(ruleset: Ruleset) {
    this.#ruleset = ruleset;
    this.#aliases = aliasesOf(ruleset);
  }

  /** How many files are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** Loads all that reading files takes, which most servers never need. */
  async prepare(): Promise<void> {
    this.#loader ??= await import('./folder-file.js');
    this.#loader.loadDirectives();
  }

  /** Whether a folder on the way to a path, itself included, has a file of one of the names. */
  anyOnTheWay(path: string, names: readonly string[]): boolean {
    for (const file of this.#onTheWay.of(path, names)) if (isThere(file)) return true;
    return false;
  }

  /** What the first of the named files in a folder says; `undefined` when there is none. */
  ask(asked: Asked): FolderSettings | undefined | Promise<FolderSettings | undefined> {
    for (const name of asked.names) {
      const path = asked.folder + name;
      let stats: Stats | undefined;
      try {
        stats = this.#looks.look(path);
      } catch (error) {
        return unreadable(path, asked.folder, reasonOf(error));
      }
      if (!stats) continue;
      const { key, allowance } = this.#allowanceOf(asked);
      const kept = this.#find(`${key} ${path}`, stats);
      if (kept) return kept.settings;
      const loader = this.#loader;
      if (!loader) return this.prepare().then(() => this.ask(asked));
      const read = this.#read(path, asked.folder, allowance, `${key} ${path}`, loader);
      if (read !== 'gone') return read;
    }
    return undefined;
  }

  #allowanceOf({ override, list }: Asked): { readonly key: number; readonly allowance: Allowance } {
    const text = JSON.stringify([override, list]);
    const known = this.#allowances.get(text);
    if (known) return known;
    const allowance = allowanceOf(override, list);
    const made = { key: this.#allowances.size, allowance };
    this.#allowances.set(text, made);
    return made;
  }

  #find(key: string, stats: Stats): Kept | undefined {
    const kept = this.#kept.get(key);
    if (!kept || !unchanged(kept.stats, stats)) return undefined;
    const age = Date.now() - kept.readAt;
    return kept.settled || (age >= 0 && age < moment) ? kept : undefined;
  }

  #read(
    path: string,
    folder: string,
    allowance: Allowance,
    key: string,
    loader: Loader,
  ): FolderSettings | 'gone' {
    const found = readFile(path);
    if ('code' in found) {
      if (found.code === 'ENOENT' || found.code === 'ENOTDIR') return 'gone';
      return unreadable(path, folder, found.reason);
    }
    const { text, stats } = found;
    if (text === undefined) return tooLarge(path, stats.size, folderFileLimits.file);
    const digest = createHash('sha256').update(text, 'latin1').digest('base64');
    const before = this.#kept.get(key);
    const settings =
      before?.digest === digest ? before.settings : this.#load(path, folder, allowance, text, loader);
    this.#keep(key, { stats, digest, size: text.length, settings, ...ageOf(stats) });
    return settings;
  }

  #load(path: string, folder: string, allowance: Allowance, text: string, loader: Loader): FolderSettings {
    const { modules, definitions = noDefinitions, host } = this.#ruleset;
    const { serverRoot } = host.core;
    const options: FolderFileOptions = {
      ...{ folder, allowance, modules, serverRoot, definitions },
      environment: process.env,
      aliases: namesOf(this.#aliases),
    };
    const id = ++this.#lastFile;
    const place = { path, folder, id, nextId: () => ++this.#lastSection, aliases: this.#aliases };
    return settingsOf(path, loader.loadFolderFile({ path, text }, options, place));
  }

  #keep(key: string, kept: Kept): void {
    this.#drop(key);
    this.#kept.set(key, kept);
    this.#total += kept.size;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= folderFileLimits.files && this.#total <= folderFileLimits.total) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#total -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

/** What cannot be looked at may be there; what is no folder has no files. */
function isThere(file: string | Buffer): boolean {
  try {
    return statSync(file, quiet) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOTDIR';
  }
}

const quiet = { throwIfNoEntry: false } as const;

function namesOf({ authn, authz }: ProviderAliases): FolderFileOptions['aliases'] {
  const providers = [...authn].map(([name, { provider }]) => [name, provider] as const);
  return { authn: new Map(providers), authz: [...authz.keys()] };
}

function ageOf({ mtimeMs, ctimeMs }: Stats): Pick<Kept, 'readAt' | 'settled'> {
  const readAt = Date.now();
  return { readAt, settled: readAt - Math.max(mtimeMs, ctimeMs) >= settledAfter };
}

function unchanged(one: Stats, other: Stats): boolean {
  return (
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs &&
    one.size === other.size &&
    one.ino === other.ino &&
    one.dev === other.dev
  );
}

type Read =
  | { readonly stats: Stats; readonly text: string | undefined }
  | { readonly code: string; readonly reason: string };

/** The bytes of a regular file that is not too large; opening a named pipe must not wait for a writer. */
function readFile(path: string): Read {
  let file: number | undefined;
  try {
    file = openSync(fileName(path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stats = fstatSync(file);
    if (!stats.isFile()) return { code: 'EBADF', reason: '(9)Bad file descriptor' };
    if (stats.size > folderFileLimits.file) return { stats, text: undefined };
    const bytes = Buffer.alloc(stats.size);
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count)
      count = readSync(file, bytes, length, bytes.length - length, length);
    return { stats, text: bytes.toString('latin1', 0, length) };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN', reason: reasonOf(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  return `(${Math.abs((error as NodeJS.ErrnoException).errno ?? 0)})${systemErrorText(error)}`;
}
