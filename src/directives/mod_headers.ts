import { raw } from './args.js';
import { apacheModule, directive, full } from './define.js';
import { requestHeader, responseHeader } from './header-words.js';

/** mod_headers: changing request and response headers. */
export const modHeaders = apacheModule({
  name: 'mod_headers',
  identifier: 'headers_module',
  sections: 'merge',
  directives: {
    Header: directive({
      summary: 'Sets, adds, edits or removes response headers.',
      in: ['FileInfo'],
      args: raw(
        'an optional condition, an action, header and value followed by optional env clause',
        responseHeader,
      ),
      repeat: 'add',
      support: full,
      example: 'Header set Cache-Control no-store',
    }),
    RequestHeader: directive({
      summary: 'Sets, adds, edits or removes request headers before they are passed on.',
      in: ['FileInfo'],
      args: raw('an action, header and value followed by optional env clause', requestHeader),
      repeat: 'add',
      support: full,
      example: 'RequestHeader set X-Remote-User expr=%{REMOTE_USER}',
    }),
  },
});
