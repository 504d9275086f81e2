import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writtenAt } from '../../source/written.js';
import { location } from '../example.js';
import type { Line } from '../line.js';
import { lintRule } from '../rule.js';
import { secretLines, secretsIn } from '../secrets.js';
import type { Site } from '../site.js';

/** Passwords and shared secrets that everybody reads who reads the configuration. */
export const secretInConfiguration = lintRule({
  id: 'secret-in-configuration',
  group: 'leaks',
  severity: 'warning',
  since: '0.1',
  summary: 'A password or a shared secret stands in the configuration as it is.',
  why: 'Configurations are readable by all users of a machine unless somebody sees to it, and are copied into repositories, backups and questions. Whoever has the password of the directory can read the directory; whoever has the word that an application trusts a proxy by is any user there.',
  remedy: 'Let a program print it (exec:), or write ${NAME} for a variable of the environment.',
  messages: {
    literal: '{what} stands here as it is',
    readable: '{what} stands here as it is, and every user of this machine can read {path} (mode {mode})',
  },
  examples: {
    bad: [
      { config: directory('AuthLDAPBindPassword letmein') },
      { config: location('/a', 'RequestHeader set X-Proxy-Secret letmein') },
      { config: location('/a', 'RequestHeader set X-User "expr=%{REMOTE_USER}:letmein"') },
      { config: location('/a', 'RequestHeader set Authorization "Basic cHJveHk6bGV0bWVpbg=="') },
      { config: location('/a', 'ProxyPass ajp://127.0.0.1:8009/a secret=letmein') },
    ],
    ok: [
      { config: directory('AuthLDAPBindPassword exec:/usr/local/sbin/directory-password') },
      { config: location('/a', 'RequestHeader set X-User "expr=%{REMOTE_USER}"') },
      { config: location('/a', 'RequestHeader set Authorization "expr=Bearer %{reqenv:TICKET}"') },
      { config: location('/a', 'RequestHeader set X-CSRF-Token Fetch') },
    ],
  },
  sources: [
    'https://httpd.apache.org/docs/2.4/mod/mod_authnz_ldap.html#authldapbindpassword',
    'https://httpd.apache.org/docs/2.4/mod/mod_session_crypto.html#sessioncryptopassphrase',
  ],
  on: {
    site(site, report) {
      for (const line of Object.keys(secretLines).flatMap(site.named))
        for (const { at, what, instead: remedy } of secretsIn(line)) {
          const fill = { what, ...readableFile(line, site) };
          if (fill.path === undefined) report({ message: 'literal', at, fill: { what }, remedy });
          else report({ message: 'readable', at, fill, remedy });
        }
    },
  },
});

/** The file of a line where the server reads it from, and others can: a copy of it somewhere else shows nothing. */
function readableFile(
  { at }: Line,
  { bound }: Site,
): { readonly path: string; readonly mode: string } | { readonly path?: undefined } {
  const path = resolve(writtenAt(at.nameSpan).file.path);
  if (!bound || !path.startsWith(`${bound.serverRoot.replace(/\/+$/, '')}/`)) return {};
  try {
    const { mode } = statSync(Buffer.from(path, 'latin1'));
    if ((mode & 0o004) === 0 || !isOpenFolder(dirname(path))) return {};
    return { path, mode: (mode & 0o777).toString(8).padStart(4, '0') };
  } catch {
    return {};
  }
}

/** Whether everybody may pass through a folder and all above it. */
function isOpenFolder(folder: string): boolean {
  const { mode } = statSync(Buffer.from(folder, 'latin1'));
  return (mode & 0o001) !== 0 && (folder === dirname(folder) || isOpenFolder(dirname(folder)));
}

function directory(password: string): string {
  return location(
    '/a',
    'AuthType GSSAPI',
    'AuthName a',
    'AuthLDAPURL ldaps://dc.example.com/dc=example,dc=com?userPrincipalName',
    'AuthLDAPBindDN cn=web,dc=example,dc=com',
    password,
    'Require ldap-group cn=staff,dc=example,dc=com',
  );
}
