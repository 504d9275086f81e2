import { wildcardMatcher } from '../source/wildcard.js';

/** A server with the names it answers to, in lower case or not. */
export interface NamedServer {
  readonly server: number;
  readonly name: string | undefined;
  /** ServerAlias, wildcards among them. */
  readonly aliases: readonly string[];
  /** How its line spells the address: counts only where no name does. */
  readonly spelling?: string;
}

/** Behind all places in a list. */
const nowhere = Number.POSITIVE_INFINITY;

interface Pattern {
  readonly order: number;
  readonly matches: (host: string) => boolean;
}

/**
 * Finds the first server that a host names. Names without wildcards and those of the form `*.example.com` are looked up, so that the cost
 * does not grow with the number of servers; other wildcards are tried one by one.
 */
export class NameIndex {
  readonly #servers: readonly NamedServer[];
  /** Places in the list of servers. */
  readonly #whole = new Map<string, number>();
  readonly #ends = new Map<string, number>();
  readonly #patterns: Pattern[] = [];
  readonly #spellings = new Map<string, number>();
  #longestEnd = 0;

  constructor(servers: readonly NamedServer[]) {
    this.#servers = servers;
    servers.forEach(({ name, aliases, spelling }, order) => {
      if (name !== undefined) keepFirst(this.#whole, name.toLowerCase(), order);
      for (const alias of aliases) this.#addAlias(alias.toLowerCase(), order);
      if (spelling !== undefined) keepFirst(this.#spellings, spelling.toLowerCase(), order);
    });
  }

  /** The server of a host in lower case, without port; `undefined` where none has it. */
  find(host: string): number | undefined {
    let first = Math.min(this.#whole.get(host) ?? nowhere, this.#endOf(host));
    for (const { order, matches } of this.#patterns) {
      if (order >= first) break;
      if (matches(host)) first = order;
    }
    if (first === nowhere) first = this.#spellings.get(host) ?? nowhere;
    return this.#servers[first]?.server;
  }

  #addAlias(alias: string, order: number): void {
    if (!/[*?]/.test(alias)) keepFirst(this.#whole, alias, order);
    else if (/^\*\.[^*?]*$/.test(alias)) {
      keepFirst(this.#ends, alias.slice(1), order);
      this.#longestEnd = Math.max(this.#longestEnd, alias.length - 1);
    } else this.#patterns.push({ order, matches: aliasMatcher(alias) });
  }

  #endOf(host: string): number {
    let first = nowhere;
    if (this.#longestEnd === 0) return first;
    const from = Math.max(0, host.length - this.#longestEnd);
    for (let dot = host.indexOf('.', from); dot !== -1; dot = host.indexOf('.', dot + 1))
      first = Math.min(first, this.#ends.get(host.slice(dot)) ?? nowhere);
    return first;
  }
}

/** Only `*` and `?` mean anything in ServerAlias (`ap_strcasecmp_match`). */
export function aliasMatcher(alias: string): (host: string) => boolean {
  return wildcardMatcher(alias.replace(/[[\]\\]/g, '\\$&'), { pathname: false });
}

function keepFirst(map: Map<string, number>, key: string, order: number): void {
  if (!map.has(key)) map.set(key, order);
}
