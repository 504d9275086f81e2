import { one, text } from './args.js';
import { apacheModule, directive, full, partial } from './define.js';
import { interval, seconds } from './words.js';

const server = ['server'] as const;
const noScriptLog = partial('accepted, no effect: what a CGI writes on stderr goes to the error log');

/** Directives that mod_cgi and mod_cgid share. */
export const scriptLog = {
  ScriptLog: directive({
    summary: 'A log of failed CGI programs.',
    in: server,
    args: one('the name of a log for script debugging info', text),
    support: noScriptLog,
    example: 'ScriptLog logs/cgi.log',
  }),
  ScriptLogLength: directive({
    summary: 'Bytes the log of CGI programs may have.',
    in: server,
    args: one('the maximum length (in bytes) of the script debug log', seconds),
    support: noScriptLog,
    example: 'ScriptLogLength 10385760',
  }),
  ScriptLogBuffer: directive({
    summary: 'Bytes of a request body that the log of CGI programs takes.',
    in: server,
    args: one('the maximum size (in bytes) to record of a POST request', seconds),
    support: noScriptLog,
    example: 'ScriptLogBuffer 1024',
  }),
} as const;

/** mod_cgi: running programs for requests. */
export const modCgi = apacheModule({
  name: 'mod_cgi',
  identifier: 'cgi_module',
  sections: 'merge',
  directives: {
    ...scriptLog,
    CGIScriptTimeout: directive({
      summary: 'How long a CGI program may be silent; the value is in milliseconds.',
      in: ['server', 'section'],
      args: one(
        'The amount of time to wait between successful reads from the CGI script, in seconds.',
        interval('s', 'CGIScriptTimeout has wrong format'),
      ),
      default: "the server's Timeout",
      support: full,
      example: 'CGIScriptTimeout 20',
    }),
  },
});
