import { statSync } from 'node:fs';
import { httpdVersion, version } from '../serve/version.js';

/** Paths and names that stand where httpd has those of its build, as in Debian's. */
export const httpdDefaults = {
  root: '/etc/apache2',
  file: 'apache2.conf',
  pidFile: '/var/run/apache2.pid',
  errorLog: 'logs/error_log',
} as const;

/** `-v`: the version, and when the files of this program were made. */
export function versionText(): string {
  const built = statSync(new URL(import.meta.url))
    .mtime.toISOString()
    .slice(0, 19);
  return `Server version: Apache/${httpdVersion} (kerbgate ${version})\nServer built:   ${built}\n`;
}

/** `-V`, in the form scripts parse; no MPM is known when the configuration is refused. */
export function settingsText(mpm: string | undefined): string {
  const threaded = mpm !== undefined && mpm !== 'prefork';
  const model =
    mpm === undefined
      ? ''
      : `  threaded:     ${threaded ? 'yes (fixed thread count)' : 'no'}\n    forked:     yes (variable process count)\n`;
  return (
    `${versionText()}Server's Module Magic Number: 20120211:142\n` +
    `Server loaded:  kerbgate ${version}, node ${process.versions.node}\n` +
    `Compiled using: kerbgate ${version}, node ${process.versions.node}\n` +
    `Architecture:   ${/64|s390x/.test(process.arch) ? 64 : 32}-bit\nServer MPM:     ${mpm ?? ''}\n${model}` +
    `Server compiled with....\n${defines.map((define) => ` -D ${define}\n`).join('')}`
  );
}

const defines = [
  'APR_HAVE_IPV6 (IPv4-mapped addresses enabled)',
  'APR_HAS_OTHER_CHILD',
  'DYNAMIC_MODULE_LIMIT=256',
  `HTTPD_ROOT="${httpdDefaults.root}"`,
  `DEFAULT_PIDLOG="${httpdDefaults.pidFile}"`,
  'DEFAULT_SCOREBOARD="logs/apache_runtime_status"',
  `DEFAULT_ERRORLOG="${httpdDefaults.errorLog}"`,
  'AP_TYPES_CONFIG_FILE="mime.types"',
  `SERVER_CONFIG_FILE="${httpdDefaults.file}"`,
];

/** What httpd's own command line is, printed for `-h` and mistakes. */
export const usageText = `Usage: httpd [-D name] [-d directory] [-f file]
             [-C "directive"] [-c "directive"]
             [-k start|restart|graceful|graceful-stop|stop]
             [-v] [-V] [-h] [-l] [-L] [-t] [-T] [-S] [-X]
Options:
  -D name            : define a name for use in <IfDefine name> directives
  -d directory       : specify an alternate initial ServerRoot
  -f file            : specify an alternate ServerConfigFile
  -C "directive"     : process directive before reading config files
  -c "directive"     : process directive after reading config files
  -e level           : show startup errors of level (see LogLevel)
  -E file            : log startup errors to file
  -v                 : show version number
  -V                 : show compile settings
  -h                 : list available command line options (this page)
  -l                 : list compiled in modules
  -L                 : list available configuration directives
  -t -D DUMP_VHOSTS  : show parsed vhost settings
  -t -D DUMP_RUN_CFG : show parsed run settings
  -S                 : a synonym for -t -D DUMP_VHOSTS -D DUMP_RUN_CFG
  -t -D DUMP_MODULES : show all loaded modules
  -M                 : a synonym for -t -D DUMP_MODULES
  -t -D DUMP_INCLUDES: show all included configuration files
  -t                 : run syntax check for config files
  -T                 : start without DocumentRoot(s) check
  -X                 : debug mode (only one worker, do not detach)
`;
