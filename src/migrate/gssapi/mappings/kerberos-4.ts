import type { NewItem } from '../../../syntax/edit-render.js';
import { isKrbLine, meantName, written } from '../krb-set.js';
import { line, type SettingMapping, withoutEquivalent } from '../mapping.js';

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

/** Lets nobody in, whatever the Require lines of the section say. */
const nobody: NewItem = {
  kind: 'section',
  name: 'If',
  args: '"true"',
  items: [line('Require', 'all', 'denied')],
};

/** Names that look like the module’s and are not. */
export function unknownKrb(known: ReadonlySet<string>): SettingMapping {
  return {
    id: 'unknown-krb',
    meaning:
      'Directives of older versions and misspelt ones, which mod_auth_kerb 5.4 refuses, become comments; where it is clear what was meant, that is migrated.',
    reads: ['AuthKerberos', 'KrbFailStatus'],
    writes: ['<If', 'Require'],
    translate(set) {
      const last = set.lines.at(-1);
      if (!last || !isKrbLine(last) || known.has(meantName(last))) return undefined;
      const { name, args } = written(last);
      const comment = withoutEquivalent(`${name} ${args.raw}`.trim(), 'unknown-krb');
      if (/[$@%]/.test(name))
        return {
          kind: 'choice',
          items: [comment, nobody],
          message: `Which directive ${name} is depends on where the macro is used: nobody is let in there until you say for mod_auth_gssapi what is meant, and take the If out.`,
          mayChange: ['granted', 'status', 'challenges', 'user', 'proof', 'target'],
        };
      return {
        kind: 'choice',
        items: [comment],
        message: `mod_auth_kerb 5.4 has no ${name}: look up what was meant, and whether mod_auth_gssapi does it.`,
      };
    },
  };
}
