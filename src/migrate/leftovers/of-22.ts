import { type Line, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import { oldNames } from '../access/old-line.js';

/** What 2.4 takes no more; Order and its kin it takes, but who writes for 2.4 has Require. */
const only22: ReadonlySet<string> = new Set([
  ...oldNames,
  ...[
    'AuthzLDAPAuthoritative',
    'AuthzDBDAuthoritative',
    'AuthzDBMAuthoritative',
    'AuthzGroupFileAuthoritative',
  ],
  ...[
    'AuthzUserAuthoritative',
    'AuthzOwnerAuthoritative',
    'AuthzDefaultAuthoritative',
    'AuthDefaultAuthoritative',
  ],
  ...['AcceptMutex', 'LockFile', 'RewriteLock', 'SSLMutex', 'SSLStaplingMutex', 'WatchdogMutexPath'],
  ...['RewriteLog', 'RewriteLogLevel', 'DumpIOLogLevel'],
]);

const only22Modules: ReadonlySet<string> = new Set([
  ...[
    'authn_default_module',
    'authz_default_module',
    'authn_alias_module',
    'mem_cache_module',
    'disk_cache_module',
  ],
]);

/** Whether a text was written for 2.2, as far as its lines show: what changed its meaning by default is told only then. */
export const isOf22 = (site: Site): boolean => site.lines.some(isOnly22);

const isOnly22 = (line: Line): boolean =>
  only22.has(line.name) || (line.name === 'LoadModule' && only22Modules.has(valuesOf(line)[0] ?? ''));
