import type { VirtualHost } from '../ruleset/ruleset.js';
import { byPathLength } from '../ruleset/section-order.js';
import { finishedSettings, type Room, type ServerDraft } from './draft.js';

/** What has been written for one server, its sections in httpd's order of application. */
export function finishHost(
  server: ServerDraft,
  base: Room,
): Omit<VirtualHost, 'addresses' | 'title' | 'from'> {
  return {
    core: server.core,
    mod_alias: server.mod_alias,
    mod_proxy: server.mod_proxy,
    ...(Object.keys(server.mod_include).length > 0 && { mod_include: server.mod_include }),
    mod_rewrite: server.mod_rewrite,
    mod_setenvif: server.mod_setenvif,
    ...loggingOf(server),
    mod_ssl: server.mod_ssl,
    util_ldap: server.util_ldap,
    base: finishedSettings(base),
    conditions: base.conditions,
    directories: byPathLength(server.directories),
    directoryMatches: byPathLength(server.directoryMatches),
    files: base.files,
    locations: server.locations,
    proxies: server.proxies,
  };
}

/** Most snippets say nothing about logs. */
function loggingOf({ mod_log_config: logging }: ServerDraft): Pick<VirtualHost, 'mod_log_config'> {
  const { formats, logs, defaultFormat } = logging;
  const silent = logs.length === 0 && defaultFormat === undefined && Object.keys(formats).length === 0;
  return silent ? {} : { mod_log_config: logging };
}
