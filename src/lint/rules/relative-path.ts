import { gssapiLocation, kerbLocation } from '../example.js';
import { type Line, valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** Paths that depend on where a process was started. */
export const relativePath = lintRule({
  id: 'relative-path',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  summary: 'A keytab or cache is named by a relative path.',
  why: 'mod_auth_gssapi takes relative paths from the folder httpd was started in, mod_auth_kerb from ServerRoot, where only conf/ is plainly meant: the file is seldom found, and a cache is written nowhere or somewhere.',
  remedy: 'Write the path from the root on.',
  messages: { relative: '"{path}" is relative: it means {where}' },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiCredStore ccache:var/tmp/x') },
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'Krb5Keytab keys/a.keytab') },
    ],
    ok: [
      {
        config: gssapiLocation(
          '/a',
          'GssapiCredStore keytab:/etc/a.keytab ccache:FILE:/run/x client_keytab:/etc/c.keytab',
        ),
      },
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'Krb5Keytab /etc/a.keytab') },
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'Krb5Keytab conf/a.keytab') },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/222'],
  on: {
    lines: {
      GssapiCredStore(line, report) {
        valuesOf(line).forEach((value, index) => {
          const path = /^(?:client_)?(?:keytab|ccache):(?:FILE:|DIR:)?([^/:{@<$%*]+(?:\/.*)?)$/.exec(
            value,
          )?.[1];
          const at = wordSpan(line, index);
          if (path !== undefined)
            report({
              message: 'relative',
              at,
              fill: { path, where: 'another file wherever httpd is started' },
            });
        });
      },
      Krb5Keytab: (line: Line, report) => {
        const [path = ''] = valuesOf(line);
        // Whoever writes conf/ means the folder of that name below ServerRoot.
        if (path === '' || /^(?:[/{@<$%*]|[A-Z]+:|\.\.\.|conf\/)/.test(path)) return;
        report({
          message: 'relative',
          at: wordSpan(line, 0),
          fill: { path, where: 'a file below ServerRoot' },
        });
      },
    },
  },
});
