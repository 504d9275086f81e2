import { statSync } from 'node:fs';
import { gssapiLocation } from '../example.js';
import { foldersAbove } from '../folders-above.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';
import { oncePerSite } from '../site.js';

/** Keys where others can get at them. */
export const keytabExposed = lintRule({
  id: 'keytab-exposed',
  group: 'leaks',
  severity: 'error',
  since: '0.1',
  summary:
    'A keytab, a session key or a folder of tickets can be read by everybody, or lies in the web tree.',
  why: 'Whoever has the keytab can make tickets for the service in any name; whoever has the session key can make sessions, and whoever has the tickets of users acts for them. A file below DocumentRoot is a download, one that every user of the machine may read is no secret.',
  remedy: 'Keep it outside of the web tree with mode 0640, owned by root and the group of the server.',
  messages: {
    served: '{path} lies in the web tree: below {folder}',
    readable: 'every user of this machine can read {path} (mode {mode})',
  },
  examples: {
    bad: [
      {
        config: `DocumentRoot /srv/www\n${gssapiLocation('/a', 'GssapiCredStore keytab:/srv/www/conf/a.keytab')}`,
      },
      {
        config: `DocumentRoot /srv/www\n${gssapiLocation('/a', 'GssapiDelegCcacheDir /srv/www/tickets')}`,
      },
    ],
    ok: [
      { config: `DocumentRoot /srv/www\n${gssapiLocation('/a', 'GssapiCredStore keytab:/etc/a.keytab')}` },
    ],
  },
  sources: ['https://web.mit.edu/kerberos/krb5-latest/doc/basic/keytab_def.html'],
  on: {
    named: {
      names: ['GssapiCredStore', 'Krb5Keytab', 'GssapiSessionKey', 'GssapiDelegCcacheDir'],
      line(line, report, site) {
        const roots = rootsOf(site);
        for (const [index, value] of valuesOf(line).entries()) {
          const path = /^(?:(?:client_)?keytab:|file:)?(?:FILE:)?(\/.*)$/.exec(value)?.[1];
          if (path === undefined) continue;
          const folder = folderAround(`${path}/`, roots);
          const at = wordSpan(line, index);
          if (folder !== undefined) report({ message: 'served', at, fill: { path, folder } });
          const mode = modeOf(path, modesOf(site));
          if (mode !== undefined && (mode & 0o004) !== 0)
            report({
              message: 'readable',
              at,
              fill: { path, mode: (mode & 0o777).toString(8).padStart(4, '0') },
            });
        }
      },
    },
  },
});

/** By their path with a slash at its end: the folder as it is written, and which one of all it is. */
type Roots = ReadonlyMap<string, { readonly folder: string; readonly order: number }>;

const rootsOf = oncePerSite(({ servers }): Roots => {
  const roots = new Map<string, { readonly folder: string; readonly order: number }>();
  for (const { host } of servers)
    for (const folder of [host.core.documentRoot, ...aliasesOf(host)]) {
      const ended = folder.replace(/\/*$/, '/');
      if (!roots.has(ended)) roots.set(ended, { folder, order: roots.size });
    }
  return roots;
});

/** The first of the folders that a path lies in. */
function folderAround(path: string, roots: Roots): string | undefined {
  const around = foldersAbove(path).flatMap((folder) => roots.get(folder) ?? []);
  return around.sort((one, other) => one.order - other.order)[0]?.folder;
}

const aliasesOf = (host: {
  readonly mod_alias: { readonly aliases: readonly { readonly target: string }[] };
}) => host.mod_alias.aliases.map(({ target }) => target);

/** By path: many sections name the same file. */
const modesOf = oncePerSite(() => new Map<string, number | undefined>());

/** Of a file that is there and holds something. */
function modeOf(path: string, known: Map<string, number | undefined>): number | undefined {
  if (!known.has(path)) known.set(path, modeNow(path));
  return known.get(path);
}

function modeNow(path: string): number | undefined {
  try {
    const status = statSync(Buffer.from(path, 'latin1'));
    return status.isFile() && status.size > 2 ? status.mode : undefined;
  } catch {
    return undefined;
  }
}
