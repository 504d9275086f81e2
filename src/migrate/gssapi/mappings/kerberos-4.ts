import { isKrbLine, meantName, written } from '../krb-set.js';
import { type SettingMapping, withoutEquivalent } from '../mapping.js';

/** Directives of Kerberos 4. */
export const kerberos4: SettingMapping = {
  id: 'kerberos-4',
  meaning: 'Krb4Srvtab and KrbMethodK4Passwd are about Kerberos 4, which is gone.',
  reads: ['Krb4Srvtab', 'KrbMethodK4Passwd'],
  writes: [],
  translate: (set) =>
    set.lines.some((each) => ['Krb4Srvtab', 'KrbMethodK4Passwd'].includes(meantName(each)))
      ? { kind: 'dropped', items: [], message: 'Kerberos 4 is gone, and this had no effect.' }
      : undefined,
};

/** Names that look like the module’s and are not. */
export function unknownKrb(known: ReadonlySet<string>): SettingMapping {
  return {
    id: 'unknown-krb',
    meaning:
      'Directives of older versions and misspelt ones, which mod_auth_kerb 5.4 refuses, become comments; where it is clear what was meant, that is migrated.',
    reads: ['AuthKerberos', 'KrbFailStatus'],
    writes: [],
    translate(set) {
      const last = set.lines.at(-1);
      if (!last || !isKrbLine(last) || known.has(meantName(last))) return undefined;
      const { name, args } = written(last);
      return {
        kind: 'choice',
        items: [withoutEquivalent(`${name} ${args.raw}`.trim(), 'unknown-krb')],
        message: `mod_auth_kerb 5.4 has no ${name}: look up what was meant, and whether mod_auth_gssapi does it.`,
      };
    },
  };
}
