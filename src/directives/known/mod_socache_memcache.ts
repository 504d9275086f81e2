import type { ModuleChecks } from './check.js';
import { first, type Judge } from './judge.js';
import { microsecondsOf } from './numbers.js';

const hour = 3_600_000_000n;

/** Up to an hour. */
export const withinHour: Judge = (value, name) => {
  const time = microsecondsOf(value);
  if (time === undefined) return `${name} has wrong format`;
  return time > hour ? `${name} can only be 0 or up to one hour.` : undefined;
};

/** What mod_socache_memcache refuses. */
export const socacheMemcacheChecks: ModuleChecks = { MemcacheConnTTL: first(withinHour) };
