import { statSync } from 'node:fs';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** Tickets of users that everybody on the machine can use. */
export const ccacheReadable = lintRule({
  id: 'ccache-readable',
  group: 'leaks',
  severity: 'error',
  since: '0.1',
  judges: 'settings',
  summary: 'The files with users’ tickets may be read by everybody on the machine.',
  why: 'Whoever reads the file acts in the name of the user wherever the tickets count, without knowing a password. mod_auth_gssapi sets the mode of each file that it writes, whatever the umask is.',
  remedy: 'Write mode:0600, or mode:0640 with gid: and the group of the application.',
  messages: { open: 'tickets of users in {folder} may be {used} by all users of the machine (mode {mode})' },
  examples: {
    bad: [
      {
        config: gssapiLocation('/a', 'GssapiDelegCcacheDir /run/a/users', 'GssapiDelegCcachePerms mode:0644'),
      },
    ],
    ok: [
      {
        config: gssapiLocation(
          '/a',
          'GssapiDelegCcacheDir /run/a/users',
          'GssapiDelegCcachePerms mode:0640 gid:33',
        ),
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi#gssapidelegccacheperms'],
  on: {
    place(place, report, site) {
      const { delegCcacheDir: folder, delegCcacheMode: mode = 0 } = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiDelegCcachePerms'));
      if (!at || folder === undefined || (mode & 0o006) === 0 || isClosed(folder)) return;
      const used = (mode & 0o002) === 0 ? 'read' : 'read and changed';
      report({ message: 'open', at, fill: { folder, used, mode: mode.toString(8).padStart(4, '0') } });
    },
  },
});

/** Whether nobody else comes into a folder of this machine, so that the modes of its files do not matter. */
function isClosed(folder: string): boolean {
  try {
    return (statSync(Buffer.from(folder, 'latin1')).mode & 0o001) === 0;
  } catch {
    return false;
  }
}
