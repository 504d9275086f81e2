import type { Site } from '../../lint/site.js';
import type { MigrationChange } from '../migration.js';
import type { Leftover } from './leftover.js';
import {
  dbmGroup,
  debugLevel,
  goneLine,
  keepAlive,
  lookAtLine,
  optionsLine,
  pipedLog,
  renamed,
  revocation,
  rewriteLogLevel,
  sessionCache,
  sslProtocol,
} from './lines.js';
import { moduleLine } from './modules.js';
import { mutexLine } from './mutex.js';
import { overrideLine } from './override.js';

const noAuthoritative = goneLine(
  'authoritative',
  'httpd 2.4 asks all modules in turn; <RequireAny>, <RequireAll> and <RequireNone> say what is needed.',
);
const maxWorkers = renamed('MaxRequestWorkers');

/** What 2.4 has otherwise, by the directive's name. */
const leftovers: Readonly<Record<string, Leftover>> = {
  AuthzLDAPAuthoritative: noAuthoritative,
  AuthzDBDAuthoritative: noAuthoritative,
  AuthzDBMAuthoritative: noAuthoritative,
  AuthzGroupFileAuthoritative: noAuthoritative,
  AuthzUserAuthoritative: noAuthoritative,
  AuthzOwnerAuthoritative: noAuthoritative,
  AuthzDefaultAuthoritative: noAuthoritative,
  AuthDefaultAuthoritative: noAuthoritative,
  NameVirtualHost: goneLine(
    'name-virtual-host',
    'It has no effect in httpd 2.4: an address with several virtual hosts is told apart by names anyway.',
  ),
  DefaultType: goneLine(
    'default-type',
    'It has no effect in httpd 2.4: AddType and ForceType say what files are, others are sent without a type.',
  ),
  AcceptMutex: mutexLine,
  LockFile: mutexLine,
  RewriteLock: mutexLine,
  SSLMutex: mutexLine,
  SSLStaplingMutex: mutexLine,
  WatchdogMutexPath: mutexLine,
  RewriteLog: goneLine('rewrite-log', 'What mod_rewrite does goes to the error log, as LogLevel says.'),
  RewriteLogLevel: rewriteLogLevel,
  DumpIOLogLevel: goneLine('dumpio-log', 'LogLevel dumpio:trace7 logs what it logged.'),
  MaxClients: maxWorkers,
  MaxRequestWorkers: maxWorkers,
  MaxRequestsPerChild: renamed('MaxConnectionsPerChild'),
  MaxConnectionsPerChild: renamed('MaxConnectionsPerChild'),
  Options: optionsLine,
  KeepAlive: keepAlive,
  SSLCARevocationFile: revocation,
  SSLCARevocationPath: revocation,
  SSLProtocol: sslProtocol,
  SSLSessionCache: sessionCache,
  ErrorLog: pipedLog,
  CustomLog: pipedLog,
  TransferLog: pipedLog,
  Require: dbmGroup,
  LoadModule: moduleLine,
  AllowOverride: overrideLine,
  CharsetOptions: debugLevel,
  ExtFilterOptions: debugLevel,
  FilterProvider: lookAtLine(
    'filter-provider',
    'Its third argument is an expression in httpd 2.4: write the condition anew.',
    ({ at }) => at.args.words.length === 4,
  ),
  CacheIgnoreURLSessionIdentifiers: lookAtLine(
    'cache-session-identifiers',
    'httpd 2.4 compares the whole name, not a part of it: write names in full.',
  ),
  LDAPTrustedClientCert: lookAtLine(
    'ldap-client-certificate',
    'It counts only in the section it stands in: repeat it in each that needs it.',
  ),
};

/** Rewrites what is left of 2.2 besides access control. */
export function leftoverChanges(site: Site): readonly MigrationChange[] {
  return site.lines.flatMap((line) => {
    // Lines of macros are told where their definition is edited by hand.
    const isMade = line.at.span.file.pieces !== undefined;
    return (!isMade && leftovers[line.name]?.(line, site)) || [];
  });
}
