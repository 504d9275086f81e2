import { lookup, lookupService } from 'node:dns/promises';
import { canonicalAddress, type HostNames } from '../evaluate/host-addresses.js';
import type { Ruleset, VirtualHost } from '../ruleset/ruleset.js';

/**
 * Asks the system, once at the start as httpd does, for the addresses of names in `<VirtualHost>` lines, and for the names of addresses of
 * virtual hosts without ServerName. What has no answer is left out.
 */
export async function lookUpHosts({ virtualHosts }: Ruleset): Promise<HostNames> {
  const spellings = virtualHosts.flatMap(({ addresses }) => addresses.map(({ host }) => host));
  const written = [...new Set(spellings)].filter(
    (host) => host !== '*' && host.toLowerCase() !== '_default_',
  );
  const addresses = new Map<string, readonly string[]>();
  const asked = written.filter((name) => canonicalAddress(name) === undefined);
  await Promise.all(asked.map(async (name) => addresses.set(name, await addressesOf(name))));
  const numberOf = (host: string) => canonicalAddress(host) ?? addresses.get(host)?.[0];
  const nameless = virtualHosts.filter(({ core }) => core.serverName === undefined);
  const numbers = new Set(nameless.map((host) => firstNumber(host, numberOf)));
  const names = new Map<string, string | undefined>();
  await Promise.all([...numbers].map(async (number) => number && names.set(number, await nameOf(number))));
  return {
    addressesOf: (name) => addresses.get(name) ?? [],
    nameOf: (address) => names.get(address),
  };
}

function firstNumber(
  { addresses }: VirtualHost,
  numberOf: (host: string) => string | undefined,
): string | undefined {
  return addresses.map(({ host }) => numberOf(host)).find((number) => number !== undefined);
}

async function addressesOf(name: string): Promise<readonly string[]> {
  try {
    const found = await lookup(name, { all: true });
    return found.map(({ address }) => canonicalAddress(address) ?? address);
  } catch {
    return [];
  }
}

async function nameOf(address: string): Promise<string | undefined> {
  try {
    return (await lookupService(address, 80)).hostname;
  } catch {
    return undefined;
  }
}
