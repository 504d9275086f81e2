import { insertAfter } from '../../syntax/edit-insert.js';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** One file for all logins of a user. */
export const ccacheNotUnique = lintRule({
  id: 'ccache-not-unique',
  group: 'kerberos-setup',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'absence',
  summary: 'All logins of a user share one file of tickets, which stays.',
  why: 'Without GssapiDelegCcacheUnique each login writes over the file of the last one, also while a request uses it, and it stays when the user is gone.',
  remedy: 'Add "GssapiDelegCcacheUnique On"; with sessions, have old files removed.',
  messages: { shared: 'logins of one user write over each other’s tickets at {place}' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'GssapiDelegCcacheDir /run/a') }],
    ok: [{ config: gssapiLocation('/a', 'GssapiDelegCcacheDir /run/a', 'GssapiDelegCcacheUnique On') }],
  },
  fixes: {
    shared: {
      safety: 'unsafe',
      title: 'add GssapiDelegCcacheUnique On',
      edit: (line) =>
        insertAfter(line.at, [{ kind: 'directive', name: 'GssapiDelegCcacheUnique', args: ['On'] }]),
    },
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi#gssapidelegccacheunique'],
  on: {
    place(place, report, site) {
      const { delegCcacheDir, delegCcacheUnique } = place.settings.mod_auth_gssapi ?? {};
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiDelegCcacheDir'));
      if (at && delegCcacheDir && !delegCcacheUnique)
        report({ message: 'shared', at, fill: { place: place.title } });
    },
  },
});
