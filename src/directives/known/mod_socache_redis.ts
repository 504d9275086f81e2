import type { ModuleChecks } from './check.js';
import { first } from './judge.js';
import { withinHour } from './mod_socache_memcache.js';

/** What mod_socache_redis refuses. */
export const socacheRedisChecks: ModuleChecks = {
  RedisConnPoolTTL: first(withinHour),
  RedisTimeout: first(withinHour),
};
