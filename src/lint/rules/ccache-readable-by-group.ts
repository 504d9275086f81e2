import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** Tickets of users for a group that nobody has named. */
export const ccacheReadableByGroup = lintRule({
  id: 'ccache-readable-by-group',
  group: 'leaks',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'settings',
  summary: 'The files with users’ tickets may be read by a group, and no line says which.',
  why: 'Without gid: the files belong to the group of the server, or of the folder where it hands its group on: all programs of that group can act in the name of the users.',
  remedy: 'Add gid: with the group of the application, or write mode:0600.',
  messages: { group: 'tickets of users at {place} may be read by the group of the file, whichever that is' },
  examples: {
    bad: [
      {
        config: gssapiLocation('/a', 'GssapiDelegCcacheDir /run/a/users', 'GssapiDelegCcachePerms mode:0660'),
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
      {
        config: gssapiLocation('/a', 'GssapiDelegCcacheDir /run/a/users', 'GssapiDelegCcachePerms mode:0600'),
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi#gssapidelegccacheperms'],
  on: {
    place(place, report, site) {
      const settings = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiDelegCcachePerms'));
      const { delegCcacheDir, delegCcacheMode = 0, delegCcacheGroup } = settings;
      if (!at || delegCcacheDir === undefined || delegCcacheGroup !== undefined) return;
      if ((delegCcacheMode & 0o006) !== 0) return;
      if ((delegCcacheMode & 0o060) !== 0) report({ message: 'group', at, fill: { place: place.title } });
    },
  },
});
