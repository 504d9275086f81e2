import { wordsOf } from '../directives/known/mod_expires.js';
import { modExpires } from '../directives/mod_expires.js';
import type { Expiry } from '../ruleset/mod_expires.js';
import { append } from './draft.js';
import { lowerings } from './lowering.js';

/** How mod_expires' directives become settings. */
export const expires = lowerings(modExpires, {
  ExpiresActive(on, to) {
    to.settings.active = on;
  },
  ExpiresDefault([code = ''], to) {
    to.settings.byDefault = expiryOf(code);
  },
  ExpiresByType([type = '', code = ''], to) {
    if (type.endsWith('/*')) to.settings.wildcards = true;
    const others = (to.settings.types ?? []).filter((each) => each.type !== type.toLowerCase());
    to.settings.types = append(others, { type: type.toLowerCase(), expiry: expiryOf(code) });
  },
});

/** Seconds of units by their first letters. */
const units: readonly (readonly [RegExp, number])[] = [
  [/^y/i, 365 * 86_400],
  [/^mo/i, 30 * 86_400],
  [/^w/i, 7 * 86_400],
  [/^d/i, 86_400],
  [/^h/i, 3600],
  [/^mi/i, 60],
  [/^s/i, 1],
];

/** `access plus 1 month 2 days`, or a letter and seconds as in `A3600`. */
function expiryOf(code: string): Expiry {
  if (/^[AM]/.test(code))
    return {
      from: code.startsWith('A') ? 'access' : 'modification',
      seconds: Number.parseInt(code.slice(1), 10) || 0,
    };
  const [base = '', ...rest] = wordsOf(code);
  const pairs = /^p/i.test(rest[0] ?? '') ? rest.slice(1) : rest;
  let seconds = 0;
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const [, factor = 0] = units.find(([pattern]) => pattern.test(pairs[at + 1]!)) ?? [];
    // httpd counts in 32 bits.
    seconds = (seconds + (Number.parseInt(pairs[at]!, 10) || 0) * factor) | 0;
  }
  return { from: /^m/i.test(base) ? 'modification' : 'access', seconds };
}
