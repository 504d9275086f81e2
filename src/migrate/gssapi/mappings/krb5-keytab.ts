import { posix } from 'node:path';
import type { Line } from '../../../lint/line.js';
import type { NewItem } from '../../../syntax/edit-render.js';
import { lastLine, wordOf, written } from '../krb-set.js';
import { line, rawLine, type SettingMapping } from '../mapping.js';

/** The keytab in words of a credential store; ServerRoot counts for relative paths only. */
export function keytabPath(path: string, serverRoot: string): string {
  const plain = path.replace(/^(?:FILE|WRFILE):/i, '');
  return /^[/$@%{]/.test(plain) ? plain : posix.join(serverRoot, plain);
}

/** Krb5Keytab becomes a keytab of GssapiCredStore. */
export const krb5Keytab: SettingMapping = {
  id: 'krb5-keytab',
  meaning:
    'Krb5Keytab becomes GssapiCredStore keytab: with the whole path. Variables stay; a path relative to ServerRoot is written out, and a prefix such as FILE:, which made a path relative, is left out.',
  reads: ['Krb5Keytab'],
  writes: ['GssapiCredStore'],
  translate(set) {
    const path = wordOf(set, 'Krb5Keytab');
    if (path === undefined || path === '') return undefined;
    const absolute = keytabPath(path, set.serverRoot);
    const items = [store(absolute, lastLine(set, 'Krb5Keytab'))];
    const prefix = /^(?:FILE|WRFILE):/i.exec(path)?.[0];
    if (prefix)
      return {
        kind: 'rewritten',
        items,
        message: `mod_auth_kerb looked for ${posix.join(set.serverRoot, path)}, since it takes no ${prefix}; the file that was meant is named now, so that logins may work that did not.`,
        mayChange: ['granted', 'status', 'challenges', 'proof'],
      };
    if (absolute !== path)
      return {
        kind: 'rewritten',
        items,
        message: `The path was relative to ServerRoot (${set.serverRoot}), which mod_auth_gssapi does not look at.`,
        mayChange: ['proof'],
      };
    return { kind: 'rewritten', items, message: 'The same file.' };
  },
};

/** In the quotes that were written where a variable may bring blanks along. */
function store(path: string, said: Line | undefined): NewItem {
  const quote = said && written(said).args.words[0]?.quote;
  const value = `keytab:${path}`;
  const kept = quote && /[$@%]/.test(value) && !/["'\\]/.test(value);
  return kept ? rawLine('GssapiCredStore', `${quote}${value}${quote}`) : line('GssapiCredStore', value);
}
