import { flag, one, text } from './args.js';
import { apacheModule, directive, full, partial, refused } from './define.js';

const server = ['server'] as const;
const global = ['VirtualHost'] as const;

/** mod_unixd: who the server runs as. */
export const modUnixd = apacheModule({
  name: 'mod_unixd',
  identifier: 'unixd_module',
  builtIn: true,
  sections: 'merge',
  directives: {
    User: directive({
      summary: 'The user that workers run as: a name or #number.',
      in: server,
      notIn: global,
      args: one('Effective user id for this server', text),
      support: full,
      example: 'User www-data',
    }),
    Group: directive({
      summary: 'The group that workers run as: a name or #number.',
      in: server,
      notIn: global,
      args: one('Effective group id for this server', text),
      support: full,
      example: 'Group www-data',
    }),
    ChrootDir: directive({
      summary: 'The folder that workers are locked into.',
      in: server,
      notIn: global,
      args: one('The directory to chroot(2) into', text),
      support: refused('kerbgate does not change its root folder; start it in a container instead'),
      example: '<IfDefine NEVER>\nChrootDir /srv/jail\n</IfDefine>',
    }),
    Suexec: directive({
      summary: 'Runs CGI as its owner.',
      in: server,
      notIn: global,
      args: flag('Enable or disable suEXEC support'),
      default: 'Off',
      support: partial('only Off is served: CGI runs as the server'),
      example: 'Suexec Off',
    }),
  },
});
