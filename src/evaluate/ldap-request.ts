import type { LdapDereference, LdapSource } from '../ruleset/mod_authnz_ldap.js';
import type { LdapSettings, ServerLdap } from '../ruleset/util_ldap.js';

/** Which directory is asked, over what kind of connection, and as whom. Names and passwords are byte strings. */
export interface LdapAccess {
  readonly source: LdapSource;
  readonly server: ServerLdap;
  readonly settings: LdapSettings;
  readonly dereference: LdapDereference;
  /** Who logs in to the directory; nobody in particular without both. */
  readonly name?: string;
  readonly password?: string;
}

/** One question to a directory (the functions of util_ldap); texts are byte strings. */
export type LdapRequest =
  /** The one entry that a filter finds below the source's base; with a password whether it is that entry's. */
  | { readonly ask: 'user'; readonly filter: string; readonly password?: string }
  /** Whether an entry's attribute has a value. */
  | { readonly ask: 'compare'; readonly dn: string; readonly attribute: string; readonly value: string }
  /** Whether two DNs name the same entry. */
  | { readonly ask: 'same'; readonly dn: string; readonly other: string }
  /** Whether a group inside this one, however deep within limits, has a member. */
  | {
      readonly ask: 'nested';
      readonly group: string;
      readonly attribute: string;
      readonly value: string;
      readonly groupAttributes: readonly string[];
      readonly classes: readonly string[];
      readonly depth: number;
    };

/** What came of a question. */
export interface LdapAnswer {
  readonly code: number;
  /** How it came about, for the log. */
  readonly reason: string;
  /** The entry that was found. */
  readonly dn?: string;
  /** The values of the source's attributes, several joined by `; `. */
  readonly values?: readonly (string | undefined)[];
}

/** Result codes of LDAP (RFC 4511 §4.1.9); those below zero are libldap's own. */
export const ldapCode = {
  success: 0,
  compareFalse: 5,
  compareTrue: 6,
  noSuchAttribute: 16,
  constraintViolation: 19,
  noSuchObject: 32,
  invalidCredentials: 49,
  other: 80,
  serverDown: -1,
  timeout: -5,
  filterError: -7,
  connectError: -11,
} as const;

const names: Readonly<Record<number, string>> = {
  0: 'Success',
  1: 'Operations error',
  2: 'Protocol error',
  3: 'Time limit exceeded',
  4: 'Size limit exceeded',
  5: 'Compare False',
  6: 'Compare True',
  8: 'Strong(er) authentication required',
  10: 'Referral',
  13: 'Confidentiality required',
  16: 'No such attribute',
  17: 'Undefined attribute type',
  18: 'Inappropriate matching',
  19: 'Constraint violation',
  21: 'Invalid syntax',
  32: 'No such object',
  34: 'Invalid DN syntax',
  48: 'Inappropriate authentication',
  49: 'Invalid credentials',
  50: 'Insufficient access',
  51: 'Server is busy',
  52: 'Server is unavailable',
  53: 'Server is unwilling to perform',
  80: 'Other (e.g., implementation specific) error',
  [-1]: "Can't contact LDAP server",
  [-5]: 'Timed out',
  [-7]: 'Bad search filter',
  [-11]: 'Connect error',
};

/** A result code in words, as libldap has them. */
export const ldapCodeText = (code: number): string => names[code] ?? `Unknown error (${code})`;

/** What is asked, for people; no password is in it. */
export function ldapRequestText(request: LdapRequest): string {
  switch (request.ask) {
    case 'user':
      return `the entry for ${request.filter}`;
    case 'compare':
      return `whether ${request.dn} has ${request.attribute}=${request.value}`;
    case 'same':
      return `whether ${request.other} is ${request.dn}`;
    case 'nested':
      return `whether a group in ${request.group} has ${request.attribute}=${request.value}`;
  }
}
