import { flag, one, text } from './args.js';
import { apacheModule, directive, full, partial } from './define.js';
import { customLog, logFormat } from './log-words.js';

const server = ['server'] as const;
const written = partial('a program behind | runs once in each worker');

/** mod_log_config: the access log. */
export const modLogConfig = apacheModule({
  name: 'mod_log_config',
  identifier: 'log_config_module',
  builtIn: true,
  sections: 'merge',
  directives: {
    CustomLog: directive({
      summary: 'A log of requests and its form.',
      in: server,
      args: customLog(
        'a file name, a custom log format string or format name, and an optional "env=" or "expr=" clause (see docs)',
      ),
      repeat: 'add',
      support: written,
      example: 'CustomLog access.log "%h %u %r %s"',
    }),
    GlobalLog: directive({
      summary: 'A log of the requests of all hosts.',
      in: server,
      notIn: ['VirtualHost'],
      args: customLog('Same as CustomLog, but forces virtualhosts to inherit the log'),
      repeat: 'add',
      support: written,
      example: 'GlobalLog all.log "%h %u %r %s"',
    }),
    TransferLog: directive({
      summary: 'A log of requests in the form LogFormat set last.',
      in: server,
      args: one('the filename of the access log', text),
      repeat: 'add',
      support: written,
      example: 'TransferLog access.log',
    }),
    LogFormat: directive({
      summary: 'The form of a log line, perhaps under a name.',
      in: server,
      args: logFormat,
      repeat: 'add',
      support: full,
      example: 'LogFormat "%h %l %u %t \\"%r\\" %>s %b" common',
    }),
    BufferedLogs: directive({
      summary: 'Collects log lines before writing them.',
      in: server,
      args: flag('Enable Buffered Logging (experimental)'),
      support: full,
      example: 'BufferedLogs Off',
    }),
  },
});
