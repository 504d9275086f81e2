import { closeSync, openSync } from 'node:fs';
import { StartProblem, systemErrorText } from './start-problem.js';

/**
 * The file behind an ErrorLog; `undefined` is standard error, which a worker without root's rights could not open by its name.
 * Throws StartProblem for syslog.
 */
export function logFile(errorLog: string | undefined): string | undefined {
  if (errorLog === undefined || /^\/(?:dev\/stderr|proc\/self\/fd\/2)$/.test(errorLog)) return undefined;
  if (/^(?:syslog|journald)/.test(errorLog))
    throw new StartProblem([
      `ErrorLog ${errorLog} is not served: name a file, or /dev/stderr and let what starts kerbgate collect it`,
    ]);
  return errorLog;
}

/** Whether lines can be appended to a log; throws StartProblem in httpd's words. */
export function tryOpening(path: string): void {
  if (path.startsWith('|')) return;
  try {
    closeSync(openSync(Buffer.from(path, 'latin1'), 'a', 0o640));
  } catch (error) {
    throw new StartProblem([
      `${systemErrorText(error as NodeJS.ErrnoException)}: AH00091: httpd: could not open error log file ${path}.`,
      'AH00015: Unable to open logs',
    ]);
  }
}
