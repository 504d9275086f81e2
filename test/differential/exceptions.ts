import type { Finding } from './compare.js';
import type { Difference } from './verdict.js';
import { shown } from './verdict.js';

/**
 * A difference that stays, and why. Ours only ever refuses more, unless Apache itself cannot be followed. `apache` and `ours` match
 * what the two say, on one line.
 */
export interface Exception {
  readonly id: string;
  readonly reason: string;
  readonly differences: readonly Difference[];
  readonly apache: RegExp;
  readonly ours: RegExp;
  /** Matches the text of a file of the configuration, where what is said does not tell enough. */
  readonly text?: RegExp;
}

/** All known differences between `apache2 -t` and our `httpd -t`. */
export const exceptions: readonly Exception[] = [
  {
    id: 'gssapi-values',
    reason:
      'mod_auth_gssapi only logs bad values and uses something else: what was meant to protect does not protect',
    differences: ['verdict', 'place'],
    apache: /./,
    ours: /: (?:Invalid syntax for GssapiCredStore option|Invalid key (?:length|format)|Invalid GssapiDelegCcachePerms|Invalid Name Attributes value)/,
  },
  {
    id: 'module-files',
    reason:
      'kerbgate brings the modules it knows itself and opens no files of them: it serves where httpd is gone',
    differences: ['verdict', 'place'],
    apache: /Cannot load \S+ into server/,
    ours: /./,
  },
  {
    id: 'crash',
    reason:
      'this Apache crashes on the directive: it is for its own use in .htaccess files, or lacks its arguments',
    differences: ['place', 'message'],
    apache: /^whole: ended by SIGSEGV$/,
    ours: /Lua_____ByteCodeHack|SessionCookieName2? cannot be empty/,
  },
  {
    id: 'order-of-names',
    reason: 'httpd lists the names in the order of a hash table, whose seed is another one in every process',
    differences: ['message'],
    apache: /\(known names: [\w,]+\)/,
    ours: /\(known names: [\w,]+\)/,
  },
  {
    id: 'names-of-hosts',
    reason: 'names of hosts are not looked up, because the answer is that of the network and of the moment',
    differences: ['verdict', 'place', 'message'],
    apache: /Name or service not known|ProxySourceAddress invalid value|AH00547/,
    ours: /./,
  },
  {
    id: 'behind-the-end',
    reason:
      'mod_sed reads on behind a pattern without its delimiter; what it finds there is left from other lines',
    differences: ['message'],
    apache: /sed expression\. Illegal or missing delimiter/,
    ours: /sed expression\. ending delimiter missing on substitution/,
  },
];

/** The exception a finding falls under. */
export function exceptionFor({ difference, apache, ours, configuration }: Finding): Exception | undefined {
  const texts = Object.values(configuration.files);
  return exceptions.find(
    (each) =>
      each.differences.includes(difference) &&
      each.apache.test(shown(apache)) &&
      each.ours.test(shown(ours)) &&
      (each.text === undefined || texts.some((text) => each.text!.test(text))),
  );
}
