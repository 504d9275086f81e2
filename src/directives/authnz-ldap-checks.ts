import type { ArgumentCheck, ModuleChecks } from './known/check.js';
import { earlier } from './known/earlier.js';
import { all, at, existing, first, nth, oneOf } from './known/judge.js';
import { ldapUrlProblem } from './ldap-url.js';
import { flawOf } from './regex.js';

const security = nth(
  1,
  oneOf(
    ['none', 'ssl', 'tls', 'starttls'],
    'Invalid LDAP connection mode setting: must be one of NONE, SSL, or TLS/STARTTLS',
  ),
);

const alwaysExact = ['never', 'searching', 'finding', 'always'];

const aliases = first((value) =>
  alwaysExact.includes(value) || /^(?:on|off)$/i.test(value)
    ? undefined
    : 'Unrecognized value for AuthLDAPDereferenceAliases directive',
);

/** At most so many words altogether in one place. */
function atMost(most: number, problem: string): ArgumentCheck {
  const countIn = earlier(() => ({ words: 0 }));
  return (input, words) => {
    const count = countIn(input.home);
    const room = most - count.words;
    count.words += words.length;
    return words.length > room ? at(input, Math.max(room, 0), problem) : undefined;
  };
}

const bindPattern: ArgumentCheck = (input, [pattern = '']) => {
  const hint = flawOf(pattern);
  const problem = `AuthLDAPInitialBindPattern: cannot compile regular expression '${pattern}'`;
  return hint === undefined ? undefined : { ...at(input, 0, problem), hint };
};

/** The program of a password is looked for, and not run. */
const password = existing(
  0,
  ['file', 'empty', 'other'],
  () => 'Empty passwords are invalid for AuthLDAPBindPassword',
  (value) => (/^exec:./s.test(value) ? (/\S+/.exec(value.slice(5))?.[0] ?? '') : undefined),
);

/** What mod_authnz_ldap checks of its directives' arguments. */
export const authnzLdapChecks = {
  AuthLDAPBindPassword: password,
  AuthLDAPDereferenceAliases: aliases,
  AuthLDAPGroupAttribute: atMost(11, 'Too many AuthLDAPGroupAttribute directives'),
  AuthLDAPInitialBindPattern: bindPattern,
  AuthLDAPSubGroupAttribute: atMost(10, 'Too many AuthLDAPSubGroupAttribute values'),
  AuthLDAPSubGroupClass: atMost(11, 'Too many AuthLDAPSubGroupClass values'),
  AuthLDAPURL: all(first(ldapUrlProblem), security),
} satisfies ModuleChecks;
