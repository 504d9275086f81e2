import { one, text } from './args.js';
import { apacheModule, directive, full } from './define.js';

/** mod_authn_file: users and passwords from a file. */
export const modAuthnFile = apacheModule({
  name: 'mod_authn_file',
  identifier: 'authn_file_module',
  sections: 'replace',
  directives: {
    AuthUserFile: directive({
      summary: 'The file that lists users and their password hashes.',
      in: ['AuthConfig'],
      args: one('text file containing user IDs and passwords', text),
      support: full,
      example: 'AuthUserFile /etc/httpd.users',
    }),
  },
});
