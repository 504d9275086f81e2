import type { ModuleChecks } from './check.js';
import { first, type Judge, oneOf } from './judge.js';
import { pairProblem, wordsOf } from './mod_expires.js';

const codeProblems = {
  number: 'bad expires code, numeric value expected.',
  missing: 'bad expires code, missing <type>',
  unit: 'bad expires code, unrecognized type',
} as const;

/** Seconds, or `plus 2 weeks`; what begins and ends in a digit counts as seconds. */
const expires: Judge = (value) => {
  if (/^\d(?:[\s\S]*\d)?$/.test(value)) return undefined;
  const words = wordsOf(value);
  const wrong = pairProblem(/^p/i.test(words[0] ?? '') ? words.slice(1) : words);
  return wrong && codeProblems[wrong.kind];
};

const domain: Judge = (value) => {
  if (!value.startsWith('.')) return 'CookieDomain values must begin with a dot';
  return value.includes('.', 1) ? undefined : 'CookieDomain values must contain at least one embedded dot';
};

/** What mod_usertrack refuses. */
export const usertrackChecks: ModuleChecks = {
  CookieExpires: first(expires),
  CookieDomain: first(domain),
  CookieStyle: first(
    oneOf(
      ['Netscape', 'Cookie', 'RFC2109', 'Cookie2', 'RFC2965'],
      (value) => `Invalid CookieStyle keyword: '${value}'`,
    ),
  ),
  CookieSameSite: first(
    oneOf(['Strict', 'Lax', 'None'], "CookieSameSite accepts 'Strict', 'Lax', or 'None'"),
  ),
};
