import { resolve } from 'node:path';
import type { ServerCore } from '../ruleset/core.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { httpdDefaults } from './httpd-texts.js';

/** Where the pid of this configuration's server is written. */
export function pidFileOf({ serverRoot, pidFile }: ServerCore): string {
  return resolve(serverRoot, pidFile ?? httpdDefaults.pidFile);
}

/** Where this configuration's server logs. */
export function errorLogOf({ serverRoot, errorLog }: ServerCore): string {
  const path = errorLog ?? httpdDefaults.errorLog;
  return /^(?:\||syslog|journald)/.test(path) ? path : resolve(serverRoot, path);
}

/** The ruleset with httpd's own error log where the configuration names none. */
export function withErrorLog(ruleset: Ruleset): Ruleset {
  const { host } = ruleset;
  return { ...ruleset, host: { ...host, core: { ...host.core, errorLog: errorLogOf(host.core) } } };
}
