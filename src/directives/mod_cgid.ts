import { one, text } from './args.js';
import { apacheModule, directive, full, partial } from './define.js';
import { scriptLog } from './mod_cgi.js';
import { interval } from './words.js';

/** mod_cgid: mod_cgi for threaded servers. */
export const modCgid = apacheModule({
  name: 'mod_cgid',
  identifier: 'cgid_module',
  sections: 'merge',
  directives: {
    ...scriptLog,
    ScriptSock: directive({
      summary: 'The socket of the process that starts CGI programs.',
      in: ['server'],
      notIn: ['VirtualHost'],
      args: one('the name of the socket to use for communication with the cgi daemon.', text),
      support: partial('accepted, no effect: workers start CGI programs themselves'),
      example: 'ScriptSock cgisock',
    }),
    CGIDScriptTimeout: directive({
      summary: 'How long a CGI program may be silent; the value is in milliseconds.',
      in: ['server', 'section'],
      args: one(
        'The amount of time to wait between successful reads from the CGI script, in seconds.',
        interval('s', 'CGIDScriptTimeout has wrong format'),
      ),
      default: "the server's Timeout",
      support: full,
      example: 'CGIDScriptTimeout 20',
    }),
  },
});
