import { type KeytabEntry, keytabEntries } from '../../gssapi/keytab-entries.js';
import { location } from '../example.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';
import { oncePerSite } from '../site.js';

/** A keytab from old times. */
export const keytabWeakKeys = lintRule({
  id: 'keytab-weak-keys',
  group: 'kerberos-setup',
  severity: 'warning',
  since: '0.1',
  summary: 'The keytab has no key of a type that is safe: only RC4 or DES.',
  why: 'Libraries of today refuse DES, and realms and domains stop giving RC4: then the tickets that clients get cannot be read with such a keytab, and nobody comes in. Until then a ticket of RC4 can be tried for the password of the service as fast as machines go.',
  remedy:
    'Let the realm give the service AES, and make the keytab anew with ktadd, msktutil or ktpass /crypto AES256-SHA1.',
  messages: { weak: 'the keytab {path} has keys of {types} alone for {principal}' },
  examples: {
    bad: [{ config: place(), files: { 'weak.keytab': keytab(23) } }],
    ok: [{ config: place(), files: { 'weak.keytab': keytab(18) } }],
  },
  sources: [
    'https://www.rfc-editor.org/rfc/rfc8429',
    'https://web.mit.edu/kerberos/krb5-latest/doc/admin/enctypes.html',
  ],
  on: {
    named: {
      names: ['GssapiCredStore', 'Krb5Keytab'],
      line(line, report, site) {
        for (const [index, value] of valuesOf(line).entries()) {
          const path = /^(?:keytab:)?(?:FILE:)?(\/.*)$/.exec(value)?.[1];
          const weak = path === undefined ? undefined : weakestIn(path, keytabsOf(site));
          if (path !== undefined && weak)
            report({ message: 'weak', at: wordSpan(line, index), fill: { path, ...weak } });
        }
      },
    },
  },
});

/** By path: many sections name the same keytab. */
const keytabsOf = oncePerSite(() => new Map<string, ReturnType<typeof keytabEntries>>());

/** The types that RFC 6649 and RFC 8429 have given up. */
const weakTypes: ReadonlyMap<number, string> = new Map([
  ...[1, 2, 3].map((type) => [type, 'DES'] as const),
  ...[5, 7, 16].map((type) => [type, 'triple DES'] as const),
  ...[23, 24].map((type) => [type, 'RC4'] as const),
]);

/** The first service of a keytab that has none but weak keys. */
function weakestIn(
  path: string,
  known: ReturnType<typeof keytabsOf>,
): { readonly principal: string; readonly types: string } | undefined {
  if (!known.has(path)) known.set(path, keytabEntries(path));
  const services = new Map<string, KeytabEntry[]>();
  for (const entry of known.get(path) ?? []) {
    if (!entry.principal.startsWith('HTTP/')) continue;
    services.set(entry.principal, [...(services.get(entry.principal) ?? []), entry]);
  }
  for (const [principal, entries] of services) {
    const types = new Set(entries.map(({ type }) => weakTypes.get(type)));
    if (!types.has(undefined)) return { principal, types: [...types].join(' and ') };
  }
  return undefined;
}

function place(): string {
  const store = 'GssapiCredStore keytab:{ROOT}/weak.keytab';
  return location('/a', 'AuthType GSSAPI', 'AuthName a', store, 'Require valid-user');
}

/** A keytab with one key of zeros, as text of bytes. */
function keytab(type: number): string {
  const counted = (text: string): string => String.fromCharCode(0, text.length) + text;
  const key = counted('\0'.repeat(16));
  const entry = `\0\x02${counted('T')}${counted('HTTP')}${counted('a.test')}\0\0\0\x01\0\0\0\0\x01\0${String.fromCharCode(type)}${key}`;
  return `\x05\x02\0\0\0${String.fromCharCode(entry.length)}${entry}`;
}
