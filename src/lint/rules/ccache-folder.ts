import { statSync } from 'node:fs';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** Where users' tickets are put. */
export const ccacheFolder = lintRule({
  id: 'ccache-folder',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  judges: 'settings',
  summary: 'The folder for users’ tickets is open to others, is emptied now and then, or is no folder.',
  why: 'Requests are answered although nothing can be stored, and KRB5CCNAME names a file that is not there; in a folder that everybody may write others can put files in its place.',
  remedy:
    'Make a folder of its own for the user of the server, with mode 0700, in a place that lasts, such as /run with a tmpfiles rule.',
  messages: {
    shared: '{folder} is a folder of all users: tickets belong into one of their own',
    home: '{folder} is the home of a user: tickets belong into a folder of the server alone',
    temporary:
      '{folder} lies in {parent}, where everybody may make a folder of that name first, and what lies long is removed',
    missing: '{folder} is no folder on this machine: tickets are stored nowhere',
  },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiDelegCcacheDir /tmp') },
      { config: gssapiLocation('/a', 'GssapiDelegCcacheDir /tmp/tickets') },
      { config: gssapiLocation('/a', 'GssapiDelegCcacheDir /home/alice') },
    ],
    ok: [{ config: gssapiLocation('/a', 'GssapiDelegCcacheDir /run/httpd/clientcaches') }],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/122'],
  on: {
    place(place, report, site) {
      const folder = place.settings.mod_auth_gssapi?.delegCcacheDir;
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiDelegCcacheDir'));
      if (folder === undefined || !at) return;
      const kind = kindOf(folder);
      const parent = kind === undefined ? /^(?:\/var)?\/tmp(?=\/.)/.exec(folder)?.[0] : undefined;
      if (/^\/(?:var\/)?tmp\/?$/.test(folder) || kind === 'shared')
        report({ message: 'shared', at, fill: { folder } });
      else if (/^(?:\/home\/[^/]+|\/root|\/Users\/[^/]+)\/?$/.test(folder))
        report({ message: 'home', at, fill: { folder } });
      else if (parent !== undefined) report({ message: 'temporary', at, fill: { folder, parent } });
      else if (kind === 'other') report({ message: 'missing', at, fill: { folder } });
    },
  },
});

/** Whether it is a folder that everybody may write, one of its own, or something else; what is not there may be made at the start. */
function kindOf(path: string): 'shared' | 'own' | 'other' | undefined {
  try {
    const status = statSync(Buffer.from(path, 'latin1'));
    if (!status.isDirectory()) return 'other';
    return (status.mode & 0o002) === 0 ? 'own' : 'shared';
  } catch {
    return undefined;
  }
}
