import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at, first } from './judge.js';
import { longWithin } from './numbers.js';
import { cacheProblem } from './socache.js';

/** What stands behind the provider's name is looked at when the server starts. */
const provider: ArgumentCheck = (input, [value = '']) => {
  const name = value.replace(/:.*/s, '');
  if (cacheProblem(name, input.isLoaded) !== 'no-provider') return undefined;
  return at(
    input,
    0,
    `Unknown socache provider '${name}'. Maybe you need to load the appropriate socache module (mod_socache_${name}?)`,
  );
};

const entryTime = (name: string, most: string) =>
  first(longWithin(0n, `${name} argument must be the ${most} amount of time in seconds to cache an entry.`));

const inOneGo = (name: string, what: string) =>
  first(
    longWithin(0n, `${name} argument must be a non-negative integer representing the max ${what} in go.`),
  );

/** What mod_cache_socache refuses. */
export const cacheSocacheChecks: ModuleChecks = {
  CacheSocache: provider,
  CacheSocacheMaxTime: entryTime('CacheSocacheMaxTime', 'maximum'),
  CacheSocacheMinTime: entryTime('CacheSocacheMinTime', 'minimum'),
  CacheSocacheMaxSize: first(
    longWithin(
      1024n,
      'CacheSocacheMaxSize argument must be a integer representing the max size of a cached entry (headers and body), at least 1024 and at most (4294967295U)',
      4_294_967_295n,
    ),
  ),
  CacheSocacheReadSize: inOneGo('CacheSocacheReadSize', 'amount of data to cache'),
  CacheSocacheReadTime: inOneGo('CacheSocacheReadTime', 'amount of time taken to cache'),
};
