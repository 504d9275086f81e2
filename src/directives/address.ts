import { isIPv4, isIPv6 } from 'node:net';

/** `not-an-address` is text that could be a host name; a `problem` is in httpd's words. */
export type AddressVerdict = 'ok' | 'not-an-address' | { readonly problem: string };

const badAddress = { problem: 'The specified IP address is invalid.' } as const;
const badMask = { problem: 'The specified network mask is invalid.' } as const;

/** Judges an address, a subnet (`/bits` or `/mask`) or the leading octets of one (`10.1`), as apr_ipsubnet_create does. */
export function addressRange(text: string): AddressVerdict {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  if (!looksLikeAddress(address)) return 'not-an-address';
  const mask = slash === -1 ? undefined : text.slice(slash + 1);
  const whole = isIPv4(address) || isIPv6(address);
  if (whole && isMapped(address)) return badAddress;
  if (!whole && (mask !== undefined || !isPartial(address))) return badAddress;
  return mask === undefined || goodMask(mask, isIPv4(address)) ? 'ok' : badMask;
}

function looksLikeAddress(address: string): boolean {
  return address.includes(':') || /^[\d.]+$/.test(address);
}

/** An IPv4 address written as one of IPv6. */
function isMapped(address: string): boolean {
  return (
    isIPv6(address) && !address.includes('%') && new URL(`http://[${address}]/`).host.startsWith('[::ffff:')
  );
}

function isPartial(address: string): boolean {
  const octets = address.replace(/\.$/, '').split('.');
  return octets.length < 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
}

function goodMask(mask: string, four: boolean): boolean {
  if (/^[+]?\d+$/.test(mask)) return Number(mask) > 0 && Number(mask) <= (four ? 32 : 128);
  return four && isIPv4(mask);
}
