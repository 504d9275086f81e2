import { isIP } from 'node:net';
import { DN, type Entry, type Filter, ResultCodeError } from 'ldapts';
import { ldapCode } from '../evaluate/ldap-request.js';
import type { LdapDereference, LdapHost } from '../ruleset/mod_authnz_ldap.js';
import { clientFor, type LdapClient, type LdapDoor } from './client.js';

/** A question that was not answered with success; `code` is the directory's, or libldap's for what went wrong on the way. */
export class LdapFailure extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a search is for; texts are decoded. */
export interface LdapSearch {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly dereference: LdapDereference;
}

/** What a search found, and the URLs that lead to more of it. */
export interface LdapFound {
  readonly entries: readonly Entry[];
  readonly references: readonly string[];
}

/** One connection to a directory, for one question at a time. */
export class LdapConnection {
  /** Who is logged in, in the words of whoever uses the connection; undefined: somebody. */
  identity: string | undefined;
  lastUsed = 0;

  private constructor(
    private readonly made: LdapClient,
    readonly door: LdapDoor,
  ) {}

  /** Connects to the first of the hosts that takes the connection, and logs in there. Throws LdapFailure. */
  static async open(door: LdapDoor, name: string, password: string): Promise<LdapConnection> {
    let failure = new LdapFailure(ldapCode.serverDown, 'no host');
    for (const host of door.hosts) {
      const connection = new LdapConnection(clientFor(host, door), door);
      try {
        if (door.mode === 'starttls') await connection.#secure(host, door);
        await connection.bind(name, password);
        return connection;
      } catch (error) {
        connection.close();
        failure = asFailure(error);
        if (failure.code !== ldapCode.serverDown) break;
      }
    }
    throw failure;
  }

  async #secure({ name }: LdapHost, door: LdapDoor): Promise<void> {
    const limit = door.connectionTimeout || door.timeout;
    const secured = this.made.client.startTLS({
      ...door.tls(),
      host: name,
      ...(isIP(name) ? {} : { servername: name }),
    });
    await within(limit, secured).catch((error: unknown) => {
      const { code } = asFailure(error);
      throw new LdapFailure(code === ldapCode.serverDown ? code : ldapCode.connectError, messageOf(error));
    });
  }

  /** Logs in. Throws LdapFailure. */
  async bind(name: string, password: string): Promise<void> {
    this.identity = undefined;
    // As a plain text the library takes some names for mechanisms of SASL.
    await this.#ask(this.made.client.bind(Object.assign(new DN(), { toString: () => name }), password));
  }

  async search({ base, scope, filter, attributes, dereference }: LdapSearch): Promise<LdapFound> {
    const request = { scope, filter, attributes: [...attributes], timeLimit: 0 };
    this.made.dereference = dereference;
    const { searchEntries, searchReferences } = await this.#ask(this.made.client.search(base, request));
    return { entries: searchEntries, references: searchReferences };
  }

  /** Throws LdapFailure for everything but yes and no. */
  compare(dn: string, attribute: string, value: string): Promise<boolean> {
    return this.#ask(this.made.client.compare(dn, attribute, value));
  }

  get isOpen(): boolean {
    return this.made.client.isConnected;
  }

  close(): void {
    this.made.client.unbind().catch(() => undefined);
  }

  async #ask<T>(question: Promise<T>): Promise<T> {
    try {
      return await within(this.door.timeout, question);
    } catch (error) {
      throw asFailure(error);
    }
  }
}

class TimedOut extends Error {}

/** The outcome of a question, unless it takes longer than the limit; 0 is none. */
async function within<T>(milliseconds: number, question: Promise<T>): Promise<T> {
  if (milliseconds === 0) return await question;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimedOut('timed out')), milliseconds);
  });
  try {
    return await Promise.race([question, late]);
  } finally {
    clearTimeout(timer);
  }
}

function asFailure(error: unknown): LdapFailure {
  if (error instanceof LdapFailure) return error;
  if (error instanceof TimedOut) return new LdapFailure(ldapCode.timeout, 'timed out');
  const { code } = error as { code?: unknown };
  if (error instanceof ResultCodeError || typeof code === 'number')
    return new LdapFailure(Number(code), messageOf(error).replace(/ ?Code: 0x[0-9a-f]+$/, ''));
  return new LdapFailure(ldapCode.serverDown, messageOf(error));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
