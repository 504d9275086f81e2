import type { BoundConfiguration } from '../bind/bound.js';
import type { ServerCore } from '../ruleset/core.js';
import { type Draft, newRoom, type Room, type ServerDraft } from './draft.js';

/** The main server before its first directive (core's create_core_server_config; paths as in Debian's build). */
export function newCore({ serverRoot, definitions }: BoundConfiguration): Draft<ServerCore> {
  return {
    ...(definitions.methods.length > 0 && { registeredMethods: [...definitions.methods] }),
    serverRoot,
    documentRoot: '/var/www/html',
    serverAliases: [],
    listen: [],
    timeout: 60,
    keepAlive: true,
    keepAliveTimeout: 5000,
    maxKeepAliveRequests: 0,
    serverTokens: 'Full',
    traceEnable: 'On',
    limitRequestLine: 8190,
    limitRequestFields: 100,
    limitRequestFieldSize: 8190,
    mergeSlashes: true,
    allowEncodedSlashes: 'Off',
    strictProtocol: true,
    http09: true,
  };
}

/** A server without any directive yet. */
export function newServer(core: ServerDraft['core']): ServerDraft {
  return {
    core,
    mod_alias: { aliases: [], redirects: [] },
    mod_proxy: { passes: [] },
    mod_include: {},
    mod_rewrite: { rules: [], maps: {} },
    mod_setenvif: [],
    mod_log_config: { formats: {}, logs: [] },
    mod_ssl: { certificateFiles: [], keyFiles: [] },
    util_ldap: {},
    directories: [],
    directoryMatches: [],
    locations: [],
    proxies: [],
  };
}

/** The settings outside all sections before the first directive. */
export function newBase(): Room {
  const room = newRoom();
  room.settings.core = {
    options: { set: ['FollowSymLinks'], add: [], remove: [] },
    acceptPathInfo: 'Default',
    useCanonicalName: 'Off',
    serverSignature: 'Off',
    limitRequestBody: 1_073_741_824,
    fileETag: ['mtime', 'size'],
  };
  return room;
}
