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
    mod_setenvif: server.mod_setenvif,
    base: finishedSettings(base),
    conditions: base.conditions,
    directories: byPathLength(server.directories),
    directoryMatches: byPathLength(server.directoryMatches),
    files: base.files,
    locations: server.locations,
  };
}
