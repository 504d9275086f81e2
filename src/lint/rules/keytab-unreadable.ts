import { statSync } from 'node:fs';
import { findGroup, findUser } from '../../source/accounts.js';
import { location } from '../example.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** A keytab that root can read and the server cannot. */
export const keytabUnreadable = lintRule({
  id: 'keytab-unreadable',
  group: 'kerberos-setup',
  severity: 'error',
  since: '0.1',
  summary: 'The user that the server runs as cannot read the keytab.',
  why: 'httpd starts as root, so its test of the configuration finds nothing; the keytab is read by the workers, at the first login.',
  remedy: 'Give the file to the group of the server, with mode 0640.',
  messages: { refused: '{path} belongs to others (mode {mode}): {user} cannot read it' },
  examples: {
    bad: [{ config: place('User nobody'), files: { 'u.keytab': '\x05\x02\0\0' } }],
    ok: [{ config: place(''), files: { 'u.keytab': '\x05\x02\0\0' } }],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/150'],
  on: {
    named: {
      names: ['GssapiCredStore', 'Krb5Keytab'],
      line(line, report, site) {
        const { user, group } = site.ruleset?.host.core ?? {};
        if (user === undefined) return;
        for (const [index, value] of valuesOf(line).entries()) {
          const path = /^(?:keytab:)?(?:FILE:)?(\/.*)$/.exec(value)?.[1];
          const mode = path === undefined ? undefined : refusedTo(path, user, group);
          const at = wordSpan(line, index);
          if (path !== undefined && mode !== undefined)
            report({ message: 'refused', at, fill: { path, mode, user } });
        }
      },
    },
  },
});

function place(first: string): string {
  const store = 'GssapiCredStore keytab:{ROOT}/u.keytab';
  return `${first}\n${location('/a', 'AuthType GSSAPI', 'AuthName a', store, 'Require valid-user')}`;
}

/** The mode of a file that an account surely cannot read: it is neither its own nor that of its group, nor everybody's. */
function refusedTo(path: string, user: string, group: string | undefined): string | undefined {
  try {
    const { mode, uid, gid } = statSync(Buffer.from(path, 'latin1'));
    const account = findUser(user);
    const groups = [account?.gid, group === undefined ? undefined : findGroup(group)];
    if (!account || account.uid === 0) return undefined;
    const reads =
      (uid === account.uid && (mode & 0o400) !== 0) ||
      ((mode & 0o040) !== 0 && groups.includes(gid)) ||
      (mode & 0o004) !== 0;
    return reads ? undefined : (mode & 0o777).toString(8).padStart(4, '0');
  } catch {
    return undefined;
  }
}
