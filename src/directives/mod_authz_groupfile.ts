import { one, text } from './args.js';
import { apacheModule, directive, full } from './define.js';

/** mod_authz_groupfile: groups from a file. */
export const modAuthzGroupfile = apacheModule({
  name: 'mod_authz_groupfile',
  identifier: 'authz_groupfile_module',
  sections: 'replace',
  directives: {
    AuthGroupFile: directive({
      summary: 'The file that lists groups and their members.',
      in: ['AuthConfig'],
      args: one('text file containing group names and member user IDs', text),
      support: full,
      example: 'AuthGroupFile /etc/httpd.groups',
    }),
  },
});
