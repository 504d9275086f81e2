import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type LdapAccess, ldapCode } from '../evaluate/ldap-request.js';
import { decoded } from './bytes.js';
import { tlsOptions } from './certificates.js';
import type { LdapDoor } from './client.js';
import { type LdapConnection, LdapFailure } from './connection.js';
import { LdapPool } from './pool.js';

const secret = randomBytes(32);

/** Stands for a password where it is only compared: the password itself is not kept. */
export const sealOf = (password: string): string =>
  createHmac('sha256', secret).update(password, 'latin1').digest('base64');

/** Who asks, told without the password. */
export const identityOf = ({ name = '', password = '' }: LdapAccess): string =>
  `${name}\0${password === '' ? '' : sealOf(password)}`;

/** Connections to all directories of one process; each question gets one, with its asker logged in. */
export class LdapSessions {
  readonly #pools = new Map<string, LdapPool>();

  /**
   * Puts a question over a connection. One to a server that is down is put again as often as LDAPRetries says, one that takes too
   * long once. Throws LdapFailure.
   */
  async run<T>(access: LdapAccess, question: (connection: LdapConnection) => Promise<T>): Promise<T> {
    const { retries } = access.server;
    const pool = this.#poolFor(access);
    for (let failures = 0; ; failures += 1) {
      if (failures > 0) await delay(access.server.retryDelay);
      const connection = await this.#open(pool, access, failures > 0);
      try {
        const answer = await question(connection);
        pool.giveBack(connection, true);
        return answer;
      } catch (error) {
        const code = error instanceof LdapFailure ? error.code : ldapCode.serverDown;
        const lost = code === ldapCode.serverDown || code === ldapCode.timeout;
        pool.giveBack(connection, !lost);
        const again = code === ldapCode.serverDown || (code === ldapCode.timeout && failures === 0);
        if (!again || failures >= retries) throw error;
      }
    }
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }

  async #open(pool: LdapPool, access: LdapAccess, fresh: boolean): Promise<LdapConnection> {
    const [name, password] = [decoded(access.name ?? ''), decoded(access.password ?? '')];
    if (name === undefined || password === undefined)
      throw new LdapFailure(ldapCode.invalidCredentials, 'name or password is not UTF-8');
    for (let failures = 0; ; failures += 1) {
      if (failures > 0) await delay(access.server.retryDelay);
      try {
        return await pool.take(identityOf(access), name, password, fresh || failures > 0);
      } catch (error) {
        const code = error instanceof LdapFailure ? error.code : ldapCode.serverDown;
        const lost = code === ldapCode.serverDown || code === ldapCode.timeout;
        if (!lost || failures >= access.server.retries)
          throw reworded(error, 'LDAP: ldap_simple_bind() failed');
      }
    }
  }

  #poolFor(access: LdapAccess): LdapPool {
    const { source, server, settings } = access;
    const key = JSON.stringify([
      source.hosts,
      source.mode ?? server.mode,
      settings.certificates ?? [],
      server,
    ]);
    const known = this.#pools.get(key);
    if (known) return known;
    const pool = new LdapPool(doorOf(access), server.poolTime < 0 ? undefined : server.poolTime);
    this.#pools.set(key, pool);
    return pool;
  }
}

/** A failure with httpd's words for where it came about before its own. */
export function reworded(error: unknown, words: string): unknown {
  if (!(error instanceof LdapFailure)) return error;
  return new LdapFailure(error.code, error.message === '' ? words : `${words}: ${error.message}`);
}

function doorOf({ source, server, settings }: LdapAccess): LdapDoor {
  const certificates = [...server.certificates, ...(settings.certificates ?? [])];
  return {
    hosts: source.hosts,
    mode: source.mode ?? server.mode,
    tls: () => tlsOptions(certificates, server.verifyCertificate),
    connectionTimeout: server.connectionTimeout,
    timeout: server.timeout,
  };
}
