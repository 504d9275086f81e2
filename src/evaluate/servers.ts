import type { Ruleset, VirtualHost } from '../ruleset/ruleset.js';
import { type HostNames, type ListedHost, listAddresses, serverNameOf } from './host-addresses.js';
import { NameIndex } from './name-index.js';

/** The virtual hosts of one address and port, in file order. */
interface AddressList {
  readonly hosts: readonly ListedHost[];
  names: NameIndex | undefined;
}

/**
 * Chooses the server of a connection by its address, and that of a request by the host it names (httpd's server/vhost.c). A server is
 * made when it is first chosen, and there is only one of each.
 */
export class Servers<S> {
  readonly #ruleset: Ruleset;
  readonly #names: HostNames;
  readonly #make: (virtualHost: VirtualHost | undefined) => S;
  /** The main server, then virtual hosts by their number. */
  readonly #made: (S | undefined)[] = [];
  readonly #ports = new Map<number, Map<string, AddressList>>();

  constructor(ruleset: Ruleset, names: HostNames, make: (virtualHost: VirtualHost | undefined) => S) {
    this.#ruleset = ruleset;
    this.#names = names;
    this.#make = make;
    for (const [port, lists] of listAddresses(ruleset.virtualHosts, names)) {
      const found = [...lists].map(([address, hosts]) => [address, { hosts, names: undefined }] as const);
      this.#ports.set(port, new Map(found));
    }
  }

  get main(): S {
    return this.#server(-1);
  }

  /** The main server and all virtual hosts, in file order; makes those that were never chosen. */
  get all(): readonly S[] {
    return [this.main, ...this.#ruleset.virtualHosts.map((_, at) => this.#server(at))];
  }

  /** The server that a connection begins with: the first one of its address, else the main one. */
  atAddress(localAddress: string, localPort: number): S {
    return this.#firstOf(this.#listOf(localAddress, localPort));
  }

  /** The server of a request that names `host`, in lower case and without port; the first of the address where none has it. */
  named(localAddress: string, localPort: number, host: string | undefined): S {
    const list = this.#listOf(localAddress, localPort);
    const found = list && host !== undefined ? this.#find(list, host) : undefined;
    return found === undefined ? this.#firstOf(list) : this.#server(found);
  }

  #server(at: number): S {
    const known = this.#made[at + 1];
    if (known !== undefined) return known;
    const made = this.#make(at === -1 ? undefined : this.#ruleset.virtualHosts[at]);
    this.#made[at + 1] = made;
    return made;
  }

  #firstOf(list: AddressList | undefined): S {
    return this.#server(list ? list.hosts[0]!.server : -1);
  }

  /** An address counts before any, and of either one with its port before one with every port. */
  #listOf(address: string, port: number): AddressList | undefined {
    if (this.#ports.size === 0) return undefined;
    const here = this.#ports.get(port);
    const everywhere = this.#ports.get(0);
    return here?.get(address) ?? everywhere?.get(address) ?? here?.get('*') ?? everywhere?.get('*');
  }

  #find(list: AddressList, host: string): number | undefined {
    list.names ??= new NameIndex(
      list.hosts.map(({ server, spelling }) => {
        const own = this.#ruleset.virtualHosts[server]!;
        const name = serverNameOf(this.#ruleset.host, own, this.#names)?.name;
        return { server, name, aliases: own.core.serverAliases ?? [], spelling };
      }),
    );
    return list.names.find(host);
  }
}
