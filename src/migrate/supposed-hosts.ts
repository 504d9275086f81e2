import type { HostNames } from '../evaluate/host-addresses.js';

/**
 * Addresses for names of `<VirtualHost>` lines: each name its own, of a network for tests. A migration changes none of them, so nobody has
 * to be asked, and hosts whose names are unknown on this machine are compared, too.
 */
export function supposedHosts(): HostNames {
  const known = new Map<string, string>();
  return {
    addressesOf: (name) => {
      const number = known.size;
      const address = known.get(name) ?? `198.18.${(number >> 8) & 255}.${number & 255}`;
      known.set(name, address);
      return [address];
    },
    nameOf: () => undefined,
  };
}
