import type { LdapCacheSize } from '../ruleset/util_ldap.js';

/** Remembers answers for a time; when it is full, what was used longest ago goes. */
export class LdapMemory<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly since: number }>();

  get(key: string, { time }: LdapCacheSize): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    if (Date.now() - entry.since > time || time === 0) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V, { entries, time }: LdapCacheSize): void {
    this.#entries.delete(key);
    if (entries === 0 || time === 0) return;
    this.#entries.set(key, { value, since: Date.now() });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= entries) break;
      this.#entries.delete(oldest);
    }
  }
}
