import type { ArgumentCheck, ModuleChecks } from './known/check.js';
import { all, anything, at, atLeast, existing, first, oneOf } from './known/judge.js';
import { longNumber, microsecondsOf } from './known/numbers.js';

const everywhere = [
  'CA_DER',
  'CA_BASE64',
  'CERT_DER',
  'CERT_BASE64',
  'CERT_NICKNAME',
  'KEY_DER',
  'KEY_BASE64',
];
const globalOnly = ['CA_CERT7_DB', 'CA_SECMOD', 'CERT_PFX', 'CERT_KEY3_DB'];
const known = new Set([...everywhere, ...globalOnly, 'KEY_PFX']);

const globalKinds =
  'CA_DER, CA_BASE64, CA_CERT7_DB, CA_SECMOD, CERT_DER, CERT_BASE64, CERT_KEY3_DB, CERT_NICKNAME, KEY_DER, KEY_BASE64';
const clientKinds =
  'CA_DER, CA_BASE64, CERT_DER, CERT_BASE64, CERT_NICKNAME, CERT_PFX, KEY_DER, KEY_BASE64, KEY_PFX';

const globalKind = first((kind) =>
  known.has(kind.toUpperCase())
    ? undefined
    : `The certificate type ${kind} is not recognised. It should be one of ${globalKinds}`,
);

const clientKind = first((kind) => {
  if (!known.has(kind.toUpperCase()))
    return `The certificate type "${kind}" is not recognised. It should be one of ${clientKinds}`;
  if (!globalOnly.includes(kind.toUpperCase())) return undefined;
  return `The certificate type "${kind}" is only valid within a LDAPTrustedGlobalCert directive. Only CA_DER, CA_BASE64, CERT_DER, CERT_BASE64, CERT_NICKNAME, KEY_DER, and KEY_BASE64 may be used.`;
});

/** The file of a certificate, unless it goes by a nickname. */
const certificate = (which: 'global' | 'client'): ArgumentCheck => {
  const there = existing(1, anything, () => `Invalid ${which} certificate file path`);
  return (input, words) => (words[0]?.toUpperCase() === 'CERT_NICKNAME' ? undefined : there(input, words));
};

const timeout: ArgumentCheck = (input, [text = '']) => {
  const { value, rest } = longNumber(text);
  if (rest !== '' || text === '') return at(input, 0, 'Timeout not numerical');
  return value < 0n ? at(input, 0, 'Timeout must be non-negative') : undefined;
};

/** What mod_ldap, whose source is util_ldap, checks of its directives' arguments. */
export const ldapChecks = {
  LDAPConnectionPoolTTL: first((value) =>
    value.startsWith('-') || microsecondsOf(value) !== undefined
      ? undefined
      : 'LDAPConnectionPoolTTL has wrong format',
  ),
  LDAPReferralHopLimit: first(
    atLeast(
      1,
      "LDAPReferralHopLimit must be greater than zero (Use 'LDAPReferrals Off' to disable referral chasing)",
    ),
  ),
  LDAPReferrals: first(oneOf(['on', 'off', 'default'], "LDAPReferrals must be 'on', 'off', or 'default'")),
  LDAPRetries: first(atLeast(0, 'LDAPRetries must be >= 0')),
  LDAPRetryDelay: first((value) =>
    microsecondsOf(value) === undefined ? 'LDAPRetryDelay has wrong format' : undefined,
  ),
  LDAPTimeout: timeout,
  LDAPTrustedClientCert: all(clientKind, certificate('client')),
  LDAPTrustedGlobalCert: all(globalKind, certificate('global')),
  LDAPTrustedMode: first(
    oneOf(
      ['none', 'ssl', 'tls', 'starttls'],
      'Invalid LDAPTrustedMode setting: must be one of NONE, SSL, or TLS/STARTTLS',
    ),
  ),
} satisfies ModuleChecks;
