import {
  canonicalAddress,
  type ListedHost,
  listAddresses,
  noNames,
  serverNameOf,
} from '../evaluate/host-addresses.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { isWildcard } from '../source/wildcard.js';

/** The virtual hosts by address, in httpd's form (`-S`); names in the lines of addresses are not looked up. */
export function vhostsText(ruleset: Ruleset): string {
  const lists = [...listAddresses(ruleset.virtualHosts, noNames)].flatMap(([port, addresses]) =>
    [...addresses].map(([address, hosts]) => ({ address, port, hosts })),
  );
  const order = ({ address, hosts }: (typeof lists)[number]): readonly [number, number] => [
    address === '*' ? 256 : bucketOf(address),
    hosts.at(-1)!.server,
  ];
  lists.sort((one, other) => {
    const [bucket, server] = order(one);
    const [otherBucket, otherServer] = order(other);
    return bucket - otherBucket || server - otherServer;
  });
  const texts = lists.map(({ address, port, hosts }) =>
    listText(ruleset, addressText(address, port), port, hosts),
  );
  return ['VirtualHost configuration:\n', ...texts].join('');
}

function addressText(address: string, port: number): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${host}:${port === 0 ? '*' : port}`;
}

/** httpd's hash of an address, which the order of its list follows. */
function bucketOf(address: string): number {
  const bytes = address.includes(':')
    ? lastGroups(address).flatMap((group) => [group >> 8, group & 255])
    : address.split('.').map(Number);
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}

function lastGroups(address: string): readonly number[] {
  const groups = (canonicalAddress(address) ?? address).split(':').slice(-2);
  return groups.map((group) => Number.parseInt(group || '0', 16));
}

function listText(ruleset: Ruleset, address: string, port: number, hosts: readonly ListedHost[]): string {
  const [first] = hosts;
  if (hosts.length === 1) return `${address.padEnd(22)} ${describe(ruleset, first!.server)}\n`;
  const head = `${address.padEnd(22)} is a NameVirtualHost\n         default server ${describe(ruleset, first!.server)}\n`;
  return head + hosts.map(({ server }) => nameText(ruleset, port, server)).join('');
}

function nameText(ruleset: Ruleset, port: number, server: number): string {
  const aliases = ruleset.virtualHosts[server]!.core.serverAliases ?? [];
  const wild = aliases.filter(hasWildcard);
  return [
    `         port ${port === 0 ? '*' : port} namevhost ${describe(ruleset, server)}\n`,
    ...aliases.filter((alias) => !hasWildcard(alias)).map((alias) => `                 alias ${alias}\n`),
    ...wild.map((alias) => `                 wild alias ${alias}\n`),
  ].join('');
}

const hasWildcard = (alias: string): boolean => /[*?]/.test(alias) && isWildcard(alias.replace(/\\/g, ''));

function describe({ host, virtualHosts, files }: Ruleset, server: number): string {
  const own = virtualHosts[server]!;
  const name = serverNameOf(host, own, noNames)?.name ?? 'localhost';
  return `${name} (${files[own.from.file]}:${own.from.line})`;
}
