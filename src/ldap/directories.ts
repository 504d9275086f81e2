import type { Entry, Filter } from 'ldapts';
import { PresenceFilter } from 'ldapts';
import { type LdapAccess, type LdapAnswer, type LdapRequest, ldapCode } from '../evaluate/ldap-request.js';
import { decoded, encoded } from './bytes.js';
import { type LdapConnection, LdapFailure, type LdapSearch } from './connection.js';
import { parseFilter } from './filter.js';
import { LdapMemory } from './memory.js';
import { isNested } from './nested.js';
import { follow } from './references.js';
import { identityOf, LdapSessions, reworded, sealOf } from './session.js';

type Ask<K extends LdapRequest['ask']> = LdapRequest & { readonly ask: K };

/** A user that was found, and for which password. */
interface KnownUser {
  readonly answer: LdapAnswer;
  readonly seal: string | undefined;
}

/** Answers questions to directories, out of memory where it was asked before; never rejects. */
export class LdapDirectories {
  readonly #sessions = new LdapSessions();
  readonly #users = new LdapMemory<KnownUser>();
  readonly #comparisons = new LdapMemory<LdapAnswer>();
  readonly #groups = new LdapMemory<readonly string[]>();

  async ask(access: LdapAccess, request: LdapRequest): Promise<LdapAnswer> {
    try {
      return await this.#answer(access, request);
    } catch (error) {
      if (error instanceof LdapFailure) return { code: error.code, reason: error.message };
      const reason = error instanceof Error ? error.message : String(error);
      return { code: ldapCode.connectError, reason };
    }
  }

  close(): void {
    this.#sessions.close();
  }

  #answer(access: LdapAccess, request: LdapRequest): Promise<LdapAnswer> {
    switch (request.ask) {
      case 'user':
        return this.#user(access, request);
      case 'compare':
        return this.#compare(access, request);
      case 'same':
        return this.#same(access, request);
      case 'nested':
        return this.#nested(access, request);
    }
  }

  async #user(access: LdapAccess, { filter, password }: Ask<'user'>): Promise<LdapAnswer> {
    const { searchCache } = access.server;
    const key = keyOf(access, filter);
    const seal = password === undefined ? undefined : sealOf(password);
    const known = this.#users.get(key, searchCache);
    if (known && (seal === undefined || known.seal === seal))
      return { ...known.answer, reason: 'Search successful (cached)' };
    const search = userSearch(access, filter);
    const answer = await this.#sessions.run(access, async (connection) => {
      const entry = await theOnly(connection, search, access);
      if (password !== undefined) await logIn(connection, entry, password);
      return found(entry, access);
    });
    if (known === undefined || seal !== undefined) this.#users.set(key, { answer, seal }, searchCache);
    return answer;
  }

  async #compare(access: LdapAccess, { dn, attribute, value }: Ask<'compare'>): Promise<LdapAnswer> {
    const { compareCache } = access.server;
    const key = keyOf(access, dn, attribute, value);
    const known = this.#comparisons.get(key, compareCache);
    if (known) return known;
    const texts = [needed(dn), needed(attribute), needed(value)] as const;
    const answer = await this.#sessions.run(access, (connection) => compared(connection, ...texts));
    this.#comparisons.set(key, answer, compareCache);
    return answer;
  }

  /** The entry that the other DN leads to must have the very DN of the user's. */
  async #same(access: LdapAccess, { dn, other }: Ask<'same'>): Promise<LdapAnswer> {
    const search = { ...baseSearch(access, needed(other)), attributes: ['1.1'] };
    const { entries } = await this.#sessions.run(access, (connection) => connection.search(search));
    const same = entries.length === 1 && encoded(entries[0]!.dn) === dn;
    const code = same ? ldapCode.compareTrue : ldapCode.compareFalse;
    return { code, reason: `DN Comparison ${same ? 'TRUE' : 'FALSE'} (checked on server)` };
  }

  async #nested(access: LdapAccess, request: Ask<'nested'>): Promise<LdapAnswer> {
    const compare = async (dn: string, attribute: string, value: string) => {
      const answer = await this.ask(access, { ask: 'compare', dn, attribute, value });
      return answer.code === ldapCode.compareTrue;
    };
    const inside = await isNested(request, {
      isGroup: async (dn) => {
        for (const name of request.classes) if (await compare(dn, 'objectClass', name)) return true;
        return false;
      },
      hasMember: (dn) => compare(dn, request.attribute, request.value),
      members: (dn) => this.#members(access, dn, request.groupAttributes),
    });
    return {
      code: inside ? ldapCode.compareTrue : ldapCode.compareFalse,
      reason: 'nested groups were asked',
    };
  }

  /** What a group holds; nothing where it cannot be read. */
  async #members(access: LdapAccess, dn: string, attributes: readonly string[]): Promise<readonly string[]> {
    const { compareCache } = access.server;
    const key = keyOf(access, dn, ...attributes);
    const known = this.#groups.get(key, compareCache);
    if (known) return known;
    const search = { ...baseSearch(access, needed(dn)), attributes: attributes.map(needed) };
    try {
      const { entries } = await this.#sessions.run(access, (connection) => connection.search(search));
      const members = entries.flatMap((entry) =>
        attributes.flatMap((attribute) => valuesOf(entry, attribute)),
      );
      this.#groups.set(key, members, compareCache);
      return members;
    } catch (error) {
      if (error instanceof LdapFailure) return [];
      throw error;
    }
  }
}

/** Whoever asks may be shown other things, so that each has a memory of their own. */
const keyOf = (access: LdapAccess, ...words: readonly string[]): string =>
  JSON.stringify([access.source.url, identityOf(access), access.dereference, access.settings, ...words]);

/** A byte string as text; a text that is not UTF-8 names nothing. */
function needed(bytes: string): string {
  const text = decoded(bytes);
  if (text === undefined) throw new LdapFailure(34, 'not UTF-8');
  return text;
}

const anything: Filter = new PresenceFilter({ attribute: 'objectClass' });

const baseSearch = ({ dereference }: LdapAccess, base: string): Omit<LdapSearch, 'attributes'> => ({
  base,
  scope: 'base',
  filter: anything,
  dereference,
});

function userSearch({ source, dereference }: LdapAccess, text: string): LdapSearch {
  const filter = parseFilter(text);
  if (!filter) throw new LdapFailure(ldapCode.filterError, 'ldap_search_ext_s() for user failed');
  const attributes = (source.attributes ?? ['1.1']).map(needed);
  return { base: needed(source.base), scope: source.scope, filter, attributes, dereference };
}

/** The one entry that a search finds. None, or several, are as good as none. */
async function theOnly(connection: LdapConnection, search: LdapSearch, access: LdapAccess): Promise<Entry> {
  const { referrals = true, hopLimit: hops = 5 } = access.settings;
  const [name, password] = [needed(access.name ?? ''), needed(access.password ?? '')];
  const first = await connection.search(search).catch((error: unknown) => {
    throw reworded(error, 'ldap_search_ext_s() for user failed');
  });
  const { entries } = referrals
    ? await follow(search, first, { door: connection.door, name, password, hops })
    : first;
  if (entries.length === 1) return entries[0]!;
  const reason =
    entries.length === 0 ? 'User not found' : 'User is not unique (search found two or more matches)';
  throw new LdapFailure(ldapCode.noSuchObject, reason);
}

/** Logs the entry in; who has the connection next logs in anew. */
async function logIn(connection: LdapConnection, { dn }: Entry, password: string): Promise<void> {
  const text = decoded(password);
  if (!text) throw new LdapFailure(ldapCode.invalidCredentials, 'Empty password not allowed');
  // Servers may take any password for nobody (RFC 4513 §5.1).
  if (dn === '') throw new LdapFailure(ldapCode.invalidCredentials, 'The user has no name in the directory');
  await connection.bind(dn, text).catch((error: unknown) => {
    throw reworded(error, 'ldap_simple_bind() to check user credentials failed');
  });
}

function found(entry: Entry, { source }: LdapAccess): LdapAnswer {
  const values = source.attributes?.map((attribute) => {
    const all = valuesOf(entry, attribute);
    return all.length === 0 ? undefined : all.join('; ');
  });
  return {
    code: ldapCode.success,
    reason: 'Search successful',
    dn: encoded(entry.dn),
    ...(values ? { values } : {}),
  };
}

/** All values of an attribute as byte strings, each up to a zero byte, as in C. */
function valuesOf(entry: Entry, attribute: string): readonly string[] {
  const lower = attribute.toLowerCase();
  const name = Object.keys(entry).find((each) => each !== 'dn' && each.toLowerCase() === lower);
  if (name === undefined) return [];
  return [entry[name]!].flat().map((value) => {
    const bytes = typeof value === 'string' ? encoded(value) : value.toString('latin1');
    return bytes.split('\0', 1)[0]!;
  });
}

/** An entry without the attribute is an answer too, and remembered. */
async function compared(
  connection: LdapConnection,
  dn: string,
  attribute: string,
  value: string,
): Promise<LdapAnswer> {
  try {
    const same = await connection.compare(dn, attribute, value);
    return same
      ? { code: ldapCode.compareTrue, reason: 'Comparison true' }
      : { code: ldapCode.compareFalse, reason: 'Comparison false' };
  } catch (error) {
    if (!(error instanceof LdapFailure) || error.code !== ldapCode.noSuchAttribute) throw error;
    return { code: error.code, reason: 'Comparison no such attribute' };
  }
}
