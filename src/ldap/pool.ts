import { ldapCode } from '../evaluate/ldap-request.js';
import type { LdapDoor } from './client.js';
import { LdapConnection, LdapFailure } from './connection.js';

/** Connections of one kind at a time; requests beyond that wait for one. */
const mostConnections = 32;

/** Connections to the hosts of one door: each is used by one request at a time and kept for the next. */
export class LdapPool {
  readonly #idle: LdapConnection[] = [];
  readonly #waiting: ((connection: undefined) => void)[] = [];
  #taken = 0;

  /** `idleTime`: milliseconds that an idle connection is good; undefined: for ever. */
  constructor(
    readonly door: LdapDoor,
    private readonly idleTime: number | undefined,
  ) {}

  /**
   * A connection with somebody logged in: one that is idle, if there is one. `fresh` asks for a new one. Throws LdapFailure.
   * `identity` names who it is without telling the password.
   */
  async take(identity: string, name: string, password: string, fresh: boolean): Promise<LdapConnection> {
    await this.#turn();
    try {
      const known = fresh ? undefined : this.#takeIdle(identity);
      const connection = known ?? (await LdapConnection.open(this.door, name, password));
      if (known && known.identity !== identity) await this.#change(known, name, password);
      connection.identity = identity;
      return connection;
    } catch (error) {
      this.#freed();
      throw error;
    }
  }

  /** Takes a connection back; one that failed or changed hands is closed. */
  giveBack(connection: LdapConnection, good: boolean): void {
    this.#freed();
    connection.lastUsed = Date.now();
    if (good && connection.isOpen && this.idleTime !== 0) this.#idle.push(connection);
    else connection.close();
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close();
  }

  #takeIdle(identity: string): LdapConnection | undefined {
    this.#dropStale();
    const same = this.#idle.findLastIndex((connection) => connection.identity === identity);
    return same === -1 ? this.#idle.pop() : this.#idle.splice(same, 1)[0];
  }

  #dropStale(): void {
    const now = Date.now();
    const good = (connection: LdapConnection) =>
      connection.isOpen && (this.idleTime === undefined || now - connection.lastUsed <= this.idleTime);
    for (const connection of this.#idle.splice(0)) {
      if (good(connection)) this.#idle.push(connection);
      else connection.close();
    }
  }

  async #change(connection: LdapConnection, name: string, password: string): Promise<void> {
    try {
      await connection.bind(name, password);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Waits until there may be one connection more, no longer than an answer may take. */
  async #turn(): Promise<void> {
    if (this.#taken < mostConnections) {
      this.#taken += 1;
      return;
    }
    const limit = this.door.timeout || 60_000;
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(new LdapFailure(ldapCode.timeout, 'all connections are busy'));
      }, limit);
      this.#waiting.push(begin);
    });
  }

  /** The place goes to whoever waits longest. */
  #freed(): void {
    const next = this.#waiting.shift();
    if (next) next(undefined);
    else this.#taken -= 1;
  }
}
