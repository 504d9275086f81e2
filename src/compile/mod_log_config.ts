import type { CustomLogArgument } from '../directives/log-words.js';
import { modLogConfig } from '../directives/mod_log_config.js';
import { put } from './draft.js';
import { lowerings, type To } from './lowering.js';

export const logConfig = lowerings(modLogConfig, {
  CustomLog(log, to) {
    addLog(log, to);
  },
  GlobalLog(log, to) {
    addLog(log, to, true);
  },
  TransferLog(target, to) {
    addLog({ target }, to);
  },
  LogFormat([format, name], to) {
    const { mod_log_config: logging } = to.server;
    if (name === undefined) logging.defaultFormat = format;
    else put(logging.formats, name, format);
  },
  BufferedLogs(on, to) {
    to.server.mod_log_config.buffered = on;
  },
});

/** Programs are started as they are written; a file is below ServerRoot. */
function addLog({ target, ...rest }: CustomLogArgument, to: To, everywhere?: true): void {
  to.server.mod_log_config.logs.push({
    target: target.startsWith('|') ? target : to.path(target),
    ...rest,
    ...(everywhere && { everywhere }),
    from: to.origin,
  });
}
