import type { HostAddress, ServerCore } from '../ruleset/core.js';
import type { Host, VirtualHost } from '../ruleset/ruleset.js';

/** What the machine knows of names, asked once at the start. */
export interface HostNames {
  /** The addresses of a name in a `<VirtualHost>` line; none when it has none. */
  readonly addressesOf: (name: string) => readonly string[];
  /** The name of an address, for virtual hosts without ServerName. */
  readonly nameOf: (address: string) => string | undefined;
}

/** For where nobody can be asked. */
export const noNames: HostNames = { addressesOf: () => [], nameOf: () => undefined };

/** One virtual host in the list of an address, by its number, and how its line spells that address. */
export interface ListedHost {
  readonly server: number;
  readonly spelling: string;
}

/** Virtual hosts by port (0: any) and address (`*`: any), in file order. */
export type AddressLists = ReadonlyMap<number, ReadonlyMap<string, readonly ListedHost[]>>;

/** Puts each virtual host into the list of each of its addresses. */
export function listAddresses(hosts: readonly VirtualHost[], names: HostNames): AddressLists {
  const ports = new Map<number, Map<string, ListedHost[]>>();
  hosts.forEach(({ addresses }, server) => {
    for (const { host: spelling, port } of addresses) {
      for (const address of numbersOf(spelling, names)) {
        const lists = ports.get(port) ?? new Map<string, ListedHost[]>();
        ports.set(port, lists);
        const list = lists.get(address);
        if (list) list.push({ server, spelling });
        else lists.set(address, [{ server, spelling }]);
      }
    }
  });
  return ports;
}

/** A name stands for all its addresses; one without any is left out, as httpd does. */
function numbersOf(spelling: string, names: HostNames): readonly string[] {
  if (isAny(spelling)) return ['*'];
  const number = canonicalAddress(spelling);
  const numbers = number === undefined ? names.addressesOf(spelling) : [number];
  return numbers.map((address) => (isAny(address) ? '*' : address));
}

function isAny(spelling: string): boolean {
  return /^(?:\*|_default_|0\.0\.0\.0|::)$/i.test(spelling);
}

/** An address as the system writes it, one of IPv4 in IPv6 as the one of IPv4; `undefined` for a name. */
export function canonicalAddress(text: string): string | undefined {
  if (!text.includes(':')) return /^[\da-fx.]+$/i.test(text) ? numericHost(text) : undefined;
  const whole = numericHost(`[${text.replace(/%.*$/s, '')}]`)?.slice(1, -1);
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(whole ?? '');
  if (!mapped) return whole;
  const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The address that a URL's host stands for (the forms of inet_aton and of RFC 4291). */
function numericHost(text: string): string | undefined {
  try {
    const { hostname } = new URL(`http://${text}/`);
    return /^(?:[\d.]+|\[.*\])$/.test(hostname) ? hostname : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The name of a virtual host: its ServerName, else the main server's where it is for any address, else the name of its first address.
 */
export function serverNameOf(
  main: Host,
  { core, addresses }: Pick<VirtualHost, 'core' | 'addresses'>,
  names: HostNames,
): ServerCore['serverName'] {
  if (core.serverName) return core.serverName;
  const known = addresses.filter(({ host }) => numbersOf(host, names).length > 0);
  if (known.some(({ host }) => numbersOf(host, names).includes('*')))
    return main.core.serverName && { name: main.core.serverName.name };
  return { name: nameOfFirst(known[0], names) };
}

function nameOfFirst(address: HostAddress | undefined, names: HostNames): string {
  const [number] = address ? numbersOf(address.host, names) : [];
  if (number === undefined) return 'bogus_host_without_forward_dns';
  return names.nameOf(number) ?? 'bogus_host_without_reverse_dns';
}
