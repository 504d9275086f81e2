import type { ModuleChecks } from './check.js';
import { actionsChecks } from './mod_actions.js';
import { authDigestChecks } from './mod_auth_digest.js';
import { authFormChecks } from './mod_auth_form.js';
import { authnDbdChecks } from './mod_authn_dbd.js';
import { authnSocacheChecks } from './mod_authn_socache.js';
import { authnzFcgiChecks } from './mod_authnz_fcgi.js';
import { authzDbdChecks } from './mod_authz_dbd.js';
import { brotliChecks } from './mod_brotli.js';
import { bufferChecks } from './mod_buffer.js';
import { cacheChecks } from './mod_cache.js';
import { cacheDiskChecks } from './mod_cache_disk.js';
import { cacheSocacheChecks } from './mod_cache_socache.js';
import { charsetLiteChecks } from './mod_charset_lite.js';
import { davChecks } from './mod_dav.js';
import { dbdChecks } from './mod_dbd.js';
import { deflateChecks } from './mod_deflate.js';
import { dialupChecks } from './mod_dialup.js';
import { extFilterChecks } from './mod_ext_filter.js';
import { filterChecks } from './mod_filter.js';
import { heartbeatChecks } from './mod_heartbeat.js';
import { heartmonitorChecks } from './mod_heartmonitor.js';
import { http2Checks } from './mod_http2.js';
import { logDebugChecks } from './mod_log_debug.js';
import { luaChecks } from './mod_lua.js';
import { mdChecks } from './mod_md.js';
import { negotiationChecks } from './mod_negotiation.js';
import { proxyFcgiChecks } from './mod_proxy_fcgi.js';
import { proxyHcheckChecks } from './mod_proxy_hcheck.js';
import { proxyHtmlChecks } from './mod_proxy_html.js';
import { remoteipChecks } from './mod_remoteip.js';
import { reqtimeoutChecks } from './mod_reqtimeout.js';
import { requestChecks } from './mod_request.js';
import { sedChecks } from './mod_sed.js';
import { sessionCryptoChecks } from './mod_session_crypto.js';
import { sessionDbdChecks } from './mod_session_dbd.js';
import { socacheMemcacheChecks } from './mod_socache_memcache.js';
import { socacheRedisChecks } from './mod_socache_redis.js';
import { sslChecks } from './mod_ssl.js';
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
  mod_auth_digest: authDigestChecks,
  mod_auth_form: authFormChecks,
  mod_authn_dbd: authnDbdChecks,
  mod_authn_socache: authnSocacheChecks,
  mod_authnz_fcgi: authnzFcgiChecks,
  mod_authz_dbd: authzDbdChecks,
  mod_brotli: brotliChecks,
  mod_buffer: bufferChecks,
  mod_cache: cacheChecks,
  mod_cache_disk: cacheDiskChecks,
  mod_cache_socache: cacheSocacheChecks,
  mod_charset_lite: charsetLiteChecks,
  mod_dav: davChecks,
  mod_dbd: dbdChecks,
  mod_deflate: deflateChecks,
  mod_dialup: dialupChecks,
  mod_ext_filter: extFilterChecks,
  mod_filter: filterChecks,
  mod_heartbeat: heartbeatChecks,
  mod_heartmonitor: heartmonitorChecks,
  mod_http2: http2Checks,
  mod_log_debug: logDebugChecks,
  mod_lua: luaChecks,
  mod_md: mdChecks,
  mod_negotiation: negotiationChecks,
  mod_proxy_fcgi: proxyFcgiChecks,
  mod_proxy_hcheck: proxyHcheckChecks,
  mod_proxy_html: proxyHtmlChecks,
  mod_remoteip: remoteipChecks,
  mod_reqtimeout: reqtimeoutChecks,
  mod_request: requestChecks,
  mod_sed: sedChecks,
  mod_session_crypto: sessionCryptoChecks,
  mod_session_dbd: sessionDbdChecks,
  mod_socache_memcache: socacheMemcacheChecks,
  mod_socache_redis: socacheRedisChecks,
  mod_ssl: sslChecks,
  mod_substitute: substituteChecks,
  mod_suexec: suexecChecks,
  mod_userdir: userdirChecks,
  mod_usertrack: usertrackChecks,
  mod_vhost_alias: vhostAliasChecks,
  mod_watchdog: watchdogChecks,
  mod_xml2enc: xml2encChecks,
};
