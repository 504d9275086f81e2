import { gssapiLocation } from '../example.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** Keys where configuration is read from. */
export const keytabAmongConfiguration = lintRule({
  id: 'keytab-among-configuration',
  group: 'leaks',
  severity: 'warning',
  since: '0.1',
  summary: 'A keytab or session key lies in a folder that configuration is included from.',
  why: 'Folders such as conf.d are readable by everybody, are copied into repositories and backups, and an Include of all their files takes a key for configuration.',
  remedy: 'Keep keys in a folder of their own, with mode 0640, owned by root and the group of the server.',
  messages: { among: '{path} lies among configuration files' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'GssapiCredStore keytab:/etc/httpd/conf.d/a.keytab') }],
    ok: [{ config: gssapiLocation('/a', 'GssapiCredStore keytab:/etc/httpd/keys/a.keytab') }],
  },
  sources: ['https://web.mit.edu/kerberos/krb5-latest/doc/basic/keytab_def.html'],
  on: {
    named: {
      names: ['GssapiCredStore', 'Krb5Keytab', 'GssapiSessionKey'],
      line(line, report) {
        valuesOf(line).forEach((value, index) => {
          const path = /^(?:(?:client_)?keytab:|file:)?(?:FILE:)?(\/.*)$/.exec(value)?.[1];
          if (path !== undefined && folders.test(path))
            report({ message: 'among', at: wordSpan(line, index), fill: { path } });
        });
      },
    },
  },
});

const folders = /\/(?:conf\.d|(?:conf|sites|mods)-(?:enabled|available)|vhosts\.d)\/[^/]+$/;
