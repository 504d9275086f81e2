import { keytabEntries } from '../../gssapi/keytab-entries.js';
import { location } from '../example.js';
import { lintRule } from '../rule.js';
import { oncePerSite } from '../site.js';

/** A keytab that has no key for the name that is asked for. */
export const keytabWithoutKey = lintRule({
  id: 'keytab-without-key',
  group: 'kerberos-setup',
  severity: 'error',
  since: '0.1',
  summary: 'The keytab has no key for the service name that tickets must be for.',
  why: 'Browsers ask for a ticket for HTTP and the name in the address bar: without its key in the keytab, in the same case, every login fails.',
  remedy: 'Add the key with ktadd or ktpass, or correct the name.',
  messages: {
    none: 'the keytab {path} has no key of HTTP: it has {names}',
    other: 'the keytab {path} has no key for {wanted}: it has {names}',
  },
  examples: {
    bad: [
      {
        config: place(),
        // One entry of format 2: host/a.test@T, key version 1.
        files: { 'a.keytab': keytab('host', 'a.test', 'T') },
      },
      {
        config: place('GssapiAcceptorName HTTP@b.test'),
        files: { 'a.keytab': keytab('HTTP', 'a.test', 'T') },
      },
    ],
    ok: [
      {
        config: place('GssapiAcceptorName HTTP@a.test'),
        files: { 'a.keytab': keytab('HTTP', 'a.test', 'T') },
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/153'],
  on: {
    place(place, report, site) {
      const { credentialStore, acceptorName } = place.settings.mod_auth_gssapi ?? {};
      const path = credentialStore?.keytab?.replace(/^FILE:/, '');
      const at = site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiCredStore'));
      const entries = path === undefined ? undefined : entriesIn(path, keytabsOf(site));
      if (path === undefined || !at || !entries || entries.length === 0) return;
      const principals = [...new Set(entries.map(({ principal }) => principal))];
      const names = principals.slice(0, 5).join(', ');
      const wanted = acceptorName?.kind === 'name' ? acceptorName.name.replace('@', '/') : undefined;
      if (wanted?.includes('/') && !principals.some((each) => each.startsWith(`${wanted}@`)))
        report({ message: 'other', at, fill: { path, wanted, names } });
      else if (wanted === undefined && !principals.some((each) => each.startsWith('HTTP/')))
        report({ message: 'none', at, fill: { path, names } });
    },
  },
});

/** By path: many sections name the same keytab. */
const keytabsOf = oncePerSite(() => new Map<string, ReturnType<typeof keytabEntries>>());

function entriesIn(path: string, known: ReturnType<typeof keytabsOf>): ReturnType<typeof keytabEntries> {
  if (!known.has(path)) known.set(path, keytabEntries(path));
  return known.get(path);
}

function place(...lines: readonly string[]): string {
  const store = 'GssapiCredStore keytab:{ROOT}/a.keytab';
  return location('/a', 'AuthType GSSAPI', 'AuthName a', store, ...lines, 'Require valid-user');
}

/** A keytab with one key of zeros, as text of bytes. */
function keytab(service: string, host: string, realm: string): string {
  const counted = (text: string): string => String.fromCharCode(0, text.length) + text;
  const entry = `\0\x02${counted(realm)}${counted(service)}${counted(host)}\0\0\0\x01\0\0\0\0\x01\0\x12${counted('\0'.repeat(32))}`;
  return `\x05\x02\0\0\0${String.fromCharCode(entry.length)}${entry}`;
}
