import { flag, one, text, type WordType } from './args.js';
import { apacheModule, directive, full, partial, refused } from './define.js';
import { folder } from './folder-words.js';
import { leadingInteger } from './words.js';

const server = ['server'] as const;
const global = ['VirtualHost'] as const;

const program = '/usr/lib/apache2/suexec';
const suexecFlag = flag('Enable or disable suEXEC support');

/** On needs the program. */
const suexec: typeof suexecFlag = {
  ...suexecFlag,
  parse: (input) => {
    const parsed = suexecFlag.parse(input);
    if ('problem' in parsed || !parsed.value || input.machine.kindOf(program) !== 'nothing') return parsed;
    return { problem: `suEXEC isn't supported: Missing suexec binary ${program}`, missingHere: true };
  },
};

/** httpd is not made to serve as root. */
const asRoot = [
  'Error:\tApache has not been designed to serve pages while',
  '\trunning as root.  There are known race conditions that',
  '\twill allow any local user to read any file on the system.',
  '\tIf you still desire to serve pages as root then',
  '\tadd -DBIG_SECURITY_HOLE to the CFLAGS env variable',
  '\tand then rebuild the server.',
  '\tIt is strongly suggested that you instead modify the User',
  '\tdirective in your httpd.conf file to list a non-root',
  '\tuser.',
  '',
].join('\n');

const unprivileged: WordType<string> = (value) =>
  value === 'root' || (value.startsWith('#') && leadingInteger(value.slice(1)) === 0)
    ? { problem: asRoot }
    : { value };

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
      args: one('Effective user id for this server', unprivileged),
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
      args: folder(() => 'ChrootDir must be a valid directory')('The directory to chroot(2) into'),
      support: refused('kerbgate does not change its root folder; start it in a container instead'),
      example: '<IfDefine NEVER>\nChrootDir /srv/jail\n</IfDefine>',
    }),
    Suexec: directive({
      summary: 'Runs CGI as its owner.',
      in: server,
      notIn: global,
      args: suexec,
      default: 'Off',
      support: partial('only Off is served: CGI runs as the server'),
      example: 'Suexec Off',
    }),
  },
});
