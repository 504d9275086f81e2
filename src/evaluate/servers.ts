import type { Ruleset, VirtualHost } from '../ruleset/ruleset.js';
import { type HostNames, type ListedHost, listAddresses, serverNameOf } from './host-addresses.js';
import { NameIndex } from './name-index.js';

/** The virtual hosts of one address and port, in file order. */
interface AddressList {
  readonly hosts: readonly ListedHost[];
  names: NameIndex | undefined;
  /** Those with a ServerPath. */
  paths: readonly ListedHost[] | undefined;
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
      const found = [...lists].map(
        ([address, hosts]) => [address, { hosts, names: undefined, paths: undefined }] as const,
      );
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

  /** Whether servers of an address are told apart by name: there are several. */
  hasNames(localAddress: string, localPort: number): boolean {
    const list = this.#listOf(localAddress, localPort);
    return list !== undefined && list.hosts.length > 1;
  }

  /** The server of a request that names `host`, in lower case and without port; the first of the address where none has it. */
  named(localAddress: string, localPort: number, host: string | undefined): S {
    const found = host === undefined ? undefined : this.having(localAddress, localPort, host, false);
    return found ?? this.atAddress(localAddress, localPort);
  }

  /**
   * The server that has a host among those of an address. A single one has all, unless `strict`: then it and the main server have their
   * own names only.
   */
  having(localAddress: string, localPort: number, host: string, strict: boolean): S | undefined {
    const list = this.#listOf(localAddress, localPort);
    if (!list) return !strict || sameName(this.#ruleset.host, host) ? this.main : undefined;
    if (list.hosts.length === 1 && !strict) return this.#firstOf(list);
    const found = this.#namesOf(list).find(host);
    return found === undefined ? undefined : this.#server(found);
  }

  /** The server whose ServerPath a path is at or below, for requests that name no host. */
  ofPath(localAddress: string, localPort: number, path: string): S | undefined {
    const list = this.#listOf(localAddress, localPort);
    if (!list || list.hosts.length === 1) return undefined;
    list.paths ??= list.hosts.filter(({ server }) => this.#pathOf(server) !== undefined);
    const found = list.paths.find(({ server }) => isBelow(path, this.#pathOf(server)!));
    return found && this.#server(found.server);
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

  #pathOf(server: number): string | undefined {
    return this.#ruleset.virtualHosts[server]!.core.serverPath;
  }

  #namesOf(list: AddressList): NameIndex {
    const alone = list.hosts.length === 1;
    list.names ??= new NameIndex(
      list.hosts.map(({ server, spelling }) => {
        const own = this.#ruleset.virtualHosts[server]!;
        const name = serverNameOf(this.#ruleset.host, own, this.#names)?.name;
        return { server, name, aliases: own.core.serverAliases ?? [], ...(!alone && { spelling }) };
      }),
    );
    return list.names;
  }
}

function sameName({ core }: Ruleset['host'], host: string): boolean {
  return core.serverName?.name.toLowerCase() === host;
}

/** Compared as written, in whole segments (`check_serverpath`). */
function isBelow(path: string, serverPath: string): boolean {
  if (!path.startsWith(serverPath)) return false;
  return serverPath.endsWith('/') || path.length === serverPath.length || path[serverPath.length] === '/';
}
