import { gssapiLocation, kerbLocation } from '../example.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** Names that only documentation has. */
export const exampleNameLeft = lintRule({
  id: 'example-name-left',
  group: 'kerberos-setup',
  severity: 'note',
  since: '0.1',
  strict: true,
  summary: 'A realm or a host has a name that is kept for documentation.',
  why: 'example.com and names below .example belong to nobody: no browser comes to such a host, and no ticket is of such a realm. Where the line was pasted, logins fail without a hint.',
  remedy: 'Write the names of your own realm and hosts.',
  messages: { kept: '{name} is a name for documentation' },
  examples: {
    bad: [
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbAuthRealms EXAMPLE.COM') },
      { config: gssapiLocation('/a', 'GssapiAcceptorName HTTP@www.example.com') },
      { config: 'Listen 80\nServerName www.example.com:80\n' },
    ],
    ok: [
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'KrbAuthRealms COUNTEREXAMPLE.COM') },
      { config: 'Listen 80\nServerName www.a.test\n' },
    ],
  },
  sources: ['https://www.rfc-editor.org/rfc/rfc2606#section-3'],
  on: {
    named: {
      names: [
        'ServerName',
        'ServerAlias',
        'Require',
        'GssapiAcceptorName',
        'KrbAuthRealms',
        'KrbServiceName',
        'AuthLDAPURL',
      ],
      line(line, report) {
        for (const [index, value] of valuesOf(line).entries()) {
          const name =
            /(?<![\w.-])(?:[\w-]+\.)*(?:example\.(?:com|net|org)|(?<=\.)example)(?![\w-]|\.\w)/i.exec(
              value,
            )?.[0];
          if (name !== undefined) report({ message: 'kept', at: wordSpan(line, index), fill: { name } });
        }
      },
    },
  },
});
