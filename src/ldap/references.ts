import { ldapUrlParts, ldapUrlProblem } from '../directives/ldap-url.js';
import type { LdapMode } from '../ruleset/util_ldap.js';
import { decoded } from './bytes.js';
import type { LdapDoor } from './client.js';
import { LdapConnection, type LdapFound, type LdapSearch } from './connection.js';

/** How references to other directories are followed. */
export interface Following {
  readonly door: LdapDoor;
  readonly name: string;
  readonly password: string;
  /** How many references behind one another. */
  readonly hops: number;
}

/** More references than one answer is followed to. */
const mostReferences = 20;

/**
 * Searches on where an answer refers to, with the same login, and gives all entries that are found; a directory that does not answer
 * adds none.
 */
export async function follow(search: LdapSearch, found: LdapFound, following: Following): Promise<LdapFound> {
  const entries = [...found.entries];
  if (following.hops < 1) return { entries, references: [] };
  for (const reference of found.references.slice(0, mostReferences)) {
    const more = await searchAt(reference, search, following).catch(() => undefined);
    for (const entry of more?.entries ?? [])
      if (!entries.some(({ dn }) => dn === entry.dn)) entries.push(entry);
  }
  return { entries, references: [] };
}

async function searchAt(
  url: string,
  search: LdapSearch,
  following: Following,
): Promise<LdapFound | undefined> {
  const bytes = Buffer.from(url, 'utf8').toString('latin1');
  if (ldapUrlProblem(bytes) !== undefined) return undefined;
  const { scheme, hosts, base, scope } = ldapUrlParts(bytes);
  const start = decoded(base);
  if (scheme === 'ldapi' || start === undefined || hosts.some(({ name }) => name.startsWith('[')))
    return undefined;
  const door: LdapDoor = { ...following.door, hosts, mode: modeFor(scheme, following.door.mode) };
  const connection = await LdapConnection.open(door, following.name, following.password);
  try {
    const there: LdapSearch = {
      ...search,
      base: start || search.base,
      ...(url.split('?')[2] ? { scope } : {}),
    };
    const found = await connection.search(there);
    return await follow(there, found, { ...following, hops: following.hops - 1 });
  } finally {
    connection.close();
  }
}

/** Who has come over TLS does not go on without it: the password goes along. */
function modeFor(scheme: 'ldap' | 'ldaps', mode: LdapMode): LdapMode {
  if (scheme === 'ldaps') return 'ssl';
  return mode === 'none' ? 'none' : 'starttls';
}
