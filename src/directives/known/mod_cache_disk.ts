import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { at, atoi, first } from './judge.js';
import { longWithin } from './numbers.js';

/** Folders within folders, and the letters of their names. */
interface Tree {
  CacheDirLevels: number;
  CacheDirLength: number;
}

const usual: Tree = { CacheDirLevels: 2, CacheDirLength: 2 };
const treeOf = earlier<Tree>(() => ({ ...usual }));
const mostLetters = 20;

/** httpd multiplies 32-bit integers. */
const tree =
  (name: keyof Tree, other: keyof Tree): ArgumentCheck =>
  (input, [value = '']) => {
    const number = atoi(value);
    const found = treeOf(input.home.server);
    if (number < 1) return at(input, 0, `${name} value must be an integer greater than 0`);
    if (Math.imul(number, found[other]) > mostLetters)
      return at(input, 0, 'CacheDirLevels*CacheDirLength value must not be higher than 20');
    found[name] = number;
    return undefined;
  };

const notNegative = (name: string, what: string) =>
  first(longWithin(0n, `${name} argument must be a non-negative integer representing the ${what}.`));

/** What mod_cache_disk refuses. */
export const cacheDiskChecks: ModuleChecks = {
  CacheDirLevels: tree('CacheDirLevels', 'CacheDirLength'),
  CacheDirLength: tree('CacheDirLength', 'CacheDirLevels'),
  CacheMinFileSize: notNegative('CacheMinFileSize', 'min size of a file to cache in bytes'),
  CacheMaxFileSize: notNegative('CacheMaxFileSize', 'max size of a file to cache in bytes'),
  CacheReadSize: notNegative('CacheReadSize', 'max amount of data to cache in go'),
  CacheReadTime: notNegative('CacheReadTime', 'max amount of time taken to cache in go'),
};
