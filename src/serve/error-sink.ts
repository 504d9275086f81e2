import type { ServerCore } from '../ruleset/core.js';
import { defaultErrorFormat, type ErrorFormat, errorFormat, type LogEvent } from './error-format.js';
import { logFile } from './log-file.js';
import { type LogTarget, openTarget, streamTarget } from './log-target.js';
import { now } from './log-time.js';

/** What a server says about its error log. */
export type LoggingCore = Pick<
  ServerCore,
  'errorLog' | 'errorLogFormat' | 'errorLogConnection' | 'errorLogRequest'
>;

/** Where the events of one server become lines. */
export interface ErrorSink {
  readonly target: LogTarget;
  readonly formats: {
    readonly line: ErrorFormat;
    /** Written once for a connection or request, before its first line. */
    readonly connection: readonly ErrorFormat[];
    readonly request: readonly ErrorFormat[];
  };
  write(event: LogEvent): void;
  once(formats: readonly ErrorFormat[], event: LogEvent): void;
}

/** Opens the log of a server, unless it is open already; throws StartProblem. */
export function openSink(core: LoggingCore, known?: LogTarget): ErrorSink {
  const { errorLogFormat: format, errorLogConnection = [], errorLogRequest = [] } = core;
  const line = format === undefined ? defaultErrorFormat : errorFormat(format);
  const put = (text: string): void => {
    if (text !== '') target.write(`${text}\n`);
  };
  const target = known ?? openError(core.errorLog, (event) => put(line(event)));
  return {
    target,
    formats: {
      line,
      connection: errorLogConnection.map(errorFormat),
      request: errorLogRequest.map(errorFormat),
    },
    write: (event) => put(line(event)),
    once: (formats, event) => {
      for (const each of formats) put(each(event));
    },
  };
}

function openError(errorLog: string | undefined, tell: (event: LogEvent) => void): LogTarget {
  const path = logFile(errorLog);
  const lost = (lines: number): void =>
    tell({
      level: 'warn',
      module: 'kerbgate',
      message: `${lines} log lines were dropped: the log is written too slowly`,
      time: now(),
      serverName: undefined,
      keptAlive: 0,
    });
  if (path === undefined) return streamTarget(process.stderr, lost);
  return openTarget(path, lost, (file) => `AH00091: httpd: could not open error log file ${file}.`);
}
