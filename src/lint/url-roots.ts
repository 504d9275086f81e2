import type { Host } from '../ruleset/ruleset.js';
import { foldersAbove } from './folders-above.js';

interface Root {
  /** The URL path that leads there, without a slash at its end. */
  readonly url: string;
  /** The folder, without a slash at its end. */
  readonly folder: string;
}

/** Where the URL paths of a server lead to in the file system; there may be many such places. */
export class UrlRoots {
  /** Aliases in their order, and DocumentRoot. */
  readonly #roots: readonly Root[];
  /** Which ones lead to a folder, by its path with a slash at its end. */
  readonly #byFolder = new Map<string, number[]>();
  /** All of them in the order of their folders. */
  readonly #sorted: readonly number[];

  constructor({ mod_alias, core }: Host) {
    const prefixes = mod_alias.aliases.flatMap(({ match, target }) =>
      match.kind === 'prefix' ? [[match.prefix, target] as const] : [],
    );
    this.#roots = [...prefixes, ['/', core.documentRoot] as const].map(([url, folder]) => ({
      url: url.replace(/\/+$/, ''),
      folder: folder.replace(/\/+$/, ''),
    }));
    for (const [at, { folder }] of this.#roots.entries()) {
      const same = this.#byFolder.get(`${folder}/`);
      if (same) same.push(at);
      else this.#byFolder.set(`${folder}/`, [at]);
    }
    const folderAt = (at: number): string => this.#roots[at]!.folder;
    this.#sorted = [...this.#roots.keys()].sort((one, other) => (folderAt(one) < folderAt(other) ? -1 : 1));
  }

  /** The URL paths that lead to a file. A folder above such a place stands for what it holds. */
  urlsOf(file: string): readonly string[] {
    const around = foldersAbove(file).flatMap((folder) => this.#byFolder.get(folder) ?? []);
    const below = this.#below(file.replace(/\/[^/]*$/, '/'));
    return [
      ...around.map((at) => [at, `${this.#url(at)}${file.slice(this.#roots[at]!.folder.length)}`] as const),
      ...below.map((at) => [at, `${this.#url(at)}/x`] as const),
    ]
      .sort(([one], [other]) => one - other)
      .map(([, url]) => url);
  }

  #url(at: number): string {
    return this.#roots[at]!.url;
  }

  /** Those whose folder begins with a text: in their order they stand side by side. */
  #below(start: string): readonly number[] {
    const sorted = this.#sorted;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#roots[sorted[middle]!]!.folder < start) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < sorted.length && this.#roots[sorted[end]!]!.folder.startsWith(start)) end++;
    return sorted.slice(low, end);
  }
}
