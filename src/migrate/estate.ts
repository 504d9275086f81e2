import { realpathSync } from 'node:fs';
import { posix } from 'node:path';
import { type Site, siteOf } from '../lint/site.js';
import type { Loaded } from '../serve/load.js';
import { type EstateOptions, loadMain, type Main, settledMain } from './main.js';

/** A file of an estate: one, whatever names lead to it. */
export interface EstateFile {
  /** As it was first opened. */
  readonly path: string;
  /** Where all links lead. */
  readonly real: string;
  readonly before: string;
  after: string;
}

/** The files that some named ones reach, with the texts that they have by now. */
export class Estate {
  readonly #mains: Main[];
  readonly #named: ReadonlySet<string>;
  readonly options: EstateOptions;
  /** By the path that all links lead to. */
  readonly #files = new Map<string, EstateFile>();
  /** Every path that was opened, and the one it leads to. */
  readonly #keys = new Map<string, string>();
  readonly #sites = new Map<Main, Site>();

  /** Reads all; throws Unreadable for a file that is named and cannot be read. A file that another one includes is read as part of it. */
  constructor(named: readonly Main[], options: EstateOptions) {
    this.options = options;
    const settled = named.map((main) => settledMain(main, options));
    for (const main of settled) this.siteOf(main);
    this.#mains = settled.filter((main) => !this.#isReachedByOther(main, settled));
    this.#named = new Set(this.#mains.map(({ path }) => this.keyOf(path)));
  }

  /** The files that reading begins with. */
  get mains(): readonly Main[] {
    return this.#mains;
  }

  /** Takes in what begins with another file, which nothing that was read reaches; throws Unreadable. */
  add(main: Main): void {
    if (this.fileOf(main.path)) return;
    const settled = settledMain(main, this.options);
    this.siteOf(settled);
    this.#mains.push(settled);
  }

  /** The files that reading begins with, and those that are added meanwhile. */
  *growing(): Generator<Main> {
    for (let index = 0; index < this.#mains.length; index += 1) yield this.#mains[index]!;
  }

  /** Whether reading begins with a file because it was named. */
  isNamed(path: string): boolean {
    return this.#named.has(this.keyOf(path));
  }

  get files(): readonly EstateFile[] {
    return [...this.#files.values()];
  }

  /** Other paths to files, as they were opened, and where they lead. */
  get links(): readonly (readonly [string, string])[] {
    return [...this.#keys].filter(([path, key]) => this.#files.has(key) && posix.resolve(path) !== key);
  }

  /** The one file that a path leads to. */
  keyOf(path: string): string {
    const known = this.#keys.get(path);
    if (known !== undefined) return known;
    const key = realPath(path);
    this.#keys.set(path, key);
    return key;
  }

  fileOf(path: string): EstateFile | undefined {
    return this.#files.get(this.keyOf(path));
  }

  /** What begins with a file, with the texts of now. */
  siteOf(main: Main): Site {
    const known = this.#sites.get(main);
    if (known) return known;
    const site = siteOf(this.#load(main));
    for (const { path, text } of site.files) {
      const key = this.keyOf(path);
      if (!this.#files.has(key)) this.#files.set(key, { path, real: key, before: text, after: text });
    }
    this.#sites.set(main, site);
    return site;
  }

  /** Gives files other texts. */
  write(texts: ReadonlyMap<string, string>): void {
    for (const [key, text] of texts) this.#files.get(key)!.after = text;
    this.#sites.clear();
  }

  #load(main: Main): Loaded {
    const changed = this.fileOf(main.path)?.after;
    return loadMain(changed === undefined ? main : { ...main, text: changed }, this.options, this.#texts());
  }

  /** By every path that may be opened. */
  #texts(): ReadonlyMap<string, string> {
    const changed = [...this.#keys].flatMap(([path, key]) => {
      const file = this.#files.get(key);
      return file && file.after !== file.before ? [[path, file.after] as const] : [];
    });
    return new Map(changed);
  }

  /** Of two that include each other the first one counts. */
  #isReachedByOther(main: Main, named: readonly Main[]): boolean {
    const key = this.keyOf(main.path);
    return named.some((other, index) => {
      if (other === main) return false;
      const otherKey = this.keyOf(other.path);
      if (otherKey === key) return index < named.indexOf(main);
      const reaches = this.#reaches(other, key);
      return reaches && !(this.#reaches(main, otherKey) && index > named.indexOf(main));
    });
  }

  #reaches(main: Main, key: string): boolean {
    return this.siteOf(main).files.some(({ path }) => this.keyOf(path) === key);
  }
}

/** Where all links lead; what is no file, such as standard input, leads to itself. */
function realPath(path: string): string {
  try {
    return realpathSync(Buffer.from(path, 'latin1'), 'buffer').toString('latin1');
  } catch {
    return path;
  }
}
