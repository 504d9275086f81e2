import { type ByteSet, setOf } from './bytes.js';

/** PCRE's own properties, and the general categories, in the letters PCRE compares: without case, blanks, `_` and `-`. */
const special: Readonly<Record<string, RegExp>> = {
  any: /[\s\S]/,
  'l&': /[\p{Lu}\p{Ll}\p{Lt}]/u,
  xan: /[\p{L}\p{N}]/u,
  xsp: /[\p{Z}\t-\r\x85]/u,
  xps: /[\p{Z}\t-\r\x85]/u,
  xwd: /[\p{L}\p{N}_]/u,
  xuc: /[$@`\xa0-\xff]/,
};

const categories = /^(?:c[cfnos]?|l[lmotu]?|m[cen]?|n[dlo]?|p[cdefios]?|s[ckmo]?|z[lps]?)$/;

/** What stands after `\p` or `\P`. */
export type Property =
  | { readonly set: ByteSet; readonly end: number }
  | { readonly flaw: string }
  | { readonly unserved: string };

/**
 * Reads the name after `\p` or `\P` at `at` and gives the bytes that have the property as code points: without UTF mode PCRE looks
 * at each byte as one. Scripts and other properties are unserved.
 */
export function readProperty(pattern: string, at: number): Property {
  const braced = /^\{(\^?)([^}]*)\}/.exec(pattern.slice(at, at + 120));
  const plain = /^[A-Za-z]/.exec(pattern[at] ?? '');
  if (!braced && !plain) return { flaw: 'malformed \\P or \\p sequence' };
  const name = (braced ? braced[2]! : plain![0]).replace(/[\s_-]/g, '').toLowerCase();
  const test = Object.hasOwn(special, name) ? special[name]! : categoryTest(name);
  if (!test)
    return name === '' || name.length > 48 ? { flaw: 'unknown property after \\P or \\p' } : other(name);
  const negated = braced?.[1] === '^';
  const end = at + (braced ? braced[0].length : 1);
  return { set: setOf((byte) => test.test(String.fromCharCode(byte)) !== negated), end };
}

function categoryTest(name: string): RegExp | undefined {
  if (!categories.test(name)) return undefined;
  return new RegExp(`\\p{${name[0]!.toUpperCase()}${name.slice(1)}}`, 'u');
}

function other(name: string): Property {
  return { unserved: `the property ${name} (general categories such as \\p{L} are)` };
}
