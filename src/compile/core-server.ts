import type { coreServer } from '../directives/core-server.js';
import type { LogLevelArgument } from '../directives/server-words.js';
import { append, appendAll } from './draft.js';
import { type Lowerings, noEffect, type To } from './lowering.js';

type Here = To<'core'>;

/** How core's directives about the server become settings. */
export const serverLowerings: Lowerings<typeof coreServer, 'core'> = {
  // Done while the configuration was read and bound.
  Define: noEffect,
  UnDefine: noEffect,
  Error: noEffect,
  Include: noEffect,
  IncludeOptional: noEffect,
  ServerRoot: noEffect,
  DocumentRoot(path, to) {
    to.server.core.documentRoot = to.path(path);
  },
  ServerName({ port, ...name }, to) {
    to.server.core.serverName = name;
    if (port === undefined) delete to.server.core.port;
    else to.server.core.port = port;
  },
  ServerAlias(names, to) {
    to.server.core.serverAliases = appendAll(to.server.core.serverAliases, names);
  },
  ServerPath(path, to) {
    to.server.core.serverPath = path;
  },
  ServerAdmin(address, to) {
    to.server.core.serverAdmin = address;
  },
  ServerTokens(tokens, to) {
    to.server.core.serverTokens = tokens;
  },
  Timeout(seconds, to) {
    to.server.core.timeout = seconds;
  },
  ErrorLog(target, to) {
    const elsewhere = /^(?:\||syslog|journald)/.test(target);
    to.server.core.errorLog = elsewhere ? target : to.path(target);
  },
  LogLevel: logLevel,
  TraceEnable(enable, to) {
    to.server.core.traceEnable = enable;
  },
  LimitRequestLine(bytes, to) {
    to.server.core.limitRequestLine = bytes;
  },
  LimitRequestFieldsize(bytes, to) {
    to.server.core.limitRequestFieldSize = bytes;
  },
  LimitRequestFields(count, to) {
    to.server.core.limitRequestFields = count;
  },
  AllowEncodedSlashes(slashes, to) {
    to.server.core.allowEncodedSlashes = slashes;
  },
  MergeSlashes(on, to) {
    to.server.core.mergeSlashes = on;
  },
  HttpProtocolOptions: protocolOptions,
  UseCanonicalName(canonical, to) {
    to.settings.useCanonicalName = canonical;
  },
  UseCanonicalPhysicalPort(on, to) {
    to.settings.useCanonicalPhysicalPort = on;
  },
  HostnameLookups(lookups, to) {
    to.settings.hostnameLookups = lookups;
  },
  NameVirtualHost: noEffect,
  ErrorLogFormat: errorLogFormat,
  AccessFileName(names, to) {
    to.server.core.accessFileNames = names;
  },
  AcceptFilter: noEffect,
};

/** A level for everything drops those for single modules that were given before. */
function logLevel(words: readonly LogLevelArgument[], to: Here): void {
  let { level, modules = {} } = to.settings.logLevel ?? {};
  const own = new Map(Object.entries(modules));
  for (const word of words) {
    if (word.module !== undefined) own.set(shortName(word.module), word.level);
    else {
      level = word.level;
      own.clear();
    }
  }
  modules = Object.fromEntries(own);
  to.settings.logLevel = { ...(level !== undefined && { level }), ...(own.size > 0 && { modules }) };
}

/** A module's short name: it may be written `authz_core`, `authz_core_module` or `mod_authz_core.c`. */
function shortName(written: string): string {
  return written
    .replace(/\.c$|_module$/, '')
    .replace(/^mod_|^http_core$/, (part) => (part === 'mod_' ? '' : 'http'));
}

function protocolOptions(words: readonly string[], to: Here): void {
  const { core } = to.server;
  for (const word of words) {
    if (word === 'Strict' || word === 'Unsafe') core.strictProtocol = word === 'Strict';
    if (word === 'Allow0.9' || word === 'Require1.0') core.http09 = word === 'Allow0.9';
    if (word === 'RegisteredMethods')
      to.unserved(
        'HttpProtocolOptions RegisteredMethods is not served',
        'limit methods with <LimitExcept> or Require method',
      );
  }
}

/** An empty form takes a place but writes nothing. */
function errorLogFormat([first, format]: readonly [string, string | undefined], to: Here): void {
  const { core } = to.server;
  if (format === undefined) core.errorLogFormat = first;
  else if (format !== '' && /^connection$/i.test(first))
    core.errorLogConnection = append(core.errorLogConnection, format);
  else if (format !== '') core.errorLogRequest = append(core.errorLogRequest, format);
}
