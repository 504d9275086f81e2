import type { ModuleChecks } from './check.js';
import { actionsChecks } from './mod_actions.js';
import { autoindexChecks } from './mod_autoindex.js';
import { brotliChecks } from './mod_brotli.js';
import { bufferChecks } from './mod_buffer.js';
import { cacheChecks } from './mod_cache.js';
import { cacheDiskChecks } from './mod_cache_disk.js';
import { cacheSocacheChecks } from './mod_cache_socache.js';
import { charsetLiteChecks } from './mod_charset_lite.js';
import { davChecks } from './mod_dav.js';
import { deflateChecks } from './mod_deflate.js';
import { dialupChecks } from './mod_dialup.js';
import { expiresChecks } from './mod_expires.js';
import { extFilterChecks } from './mod_ext_filter.js';
import { filterChecks } from './mod_filter.js';
import { heartbeatChecks } from './mod_heartbeat.js';
import { heartmonitorChecks } from './mod_heartmonitor.js';
import { includeChecks } from './mod_include.js';
import { logDebugChecks } from './mod_log_debug.js';
import { luaChecks } from './mod_lua.js';
import { negotiationChecks } from './mod_negotiation.js';
import { reqtimeoutChecks } from './mod_reqtimeout.js';
import { sedChecks } from './mod_sed.js';
import { socacheMemcacheChecks } from './mod_socache_memcache.js';
import { socacheRedisChecks } from './mod_socache_redis.js';
import { substituteChecks } from './mod_substitute.js';
import { suexecChecks } from './mod_suexec.js';
import { userdirChecks } from './mod_userdir.js';
import { usertrackChecks } from './mod_usertrack.js';
import { vhostAliasChecks } from './mod_vhost_alias.js';
import { watchdogChecks } from './mod_watchdog.js';
import { xml2encChecks } from './mod_xml2enc.js';

/** What modules that are not served check of their arguments, by the module's source name. */
export const moduleChecks: Readonly<Record<string, ModuleChecks>> = {
  mod_actions: actionsChecks,
  mod_autoindex: autoindexChecks,
  mod_brotli: brotliChecks,
  mod_buffer: bufferChecks,
  mod_cache: cacheChecks,
  mod_cache_disk: cacheDiskChecks,
  mod_cache_socache: cacheSocacheChecks,
  mod_charset_lite: charsetLiteChecks,
  mod_dav: davChecks,
  mod_deflate: deflateChecks,
  mod_dialup: dialupChecks,
  mod_expires: expiresChecks,
  mod_ext_filter: extFilterChecks,
  mod_filter: filterChecks,
  mod_heartbeat: heartbeatChecks,
  mod_heartmonitor: heartmonitorChecks,
  mod_include: includeChecks,
  mod_log_debug: logDebugChecks,
  mod_lua: luaChecks,
  mod_negotiation: negotiationChecks,
  mod_reqtimeout: reqtimeoutChecks,
  mod_sed: sedChecks,
  mod_socache_memcache: socacheMemcacheChecks,
  mod_socache_redis: socacheRedisChecks,
  mod_substitute: substituteChecks,
  mod_suexec: suexecChecks,
  mod_userdir: userdirChecks,
  mod_usertrack: usertrackChecks,
  mod_vhost_alias: vhostAliasChecks,
  mod_watchdog: watchdogChecks,
  mod_xml2enc: xml2encChecks,
};
