/** An IP address: 4 or 16 bytes. */
export type Address = Uint8Array;

/** A subnet: `bytes` with the bits outside `mask` cleared; both 4 or 16 long. */
export interface AddressRange {
  readonly bytes: Uint8Array;
  readonly mask: Uint8Array;
}

const ranges = new Map<string, AddressRange | undefined>();
const rangesLimit = 10_000;

/** Whether an address lies in a range; one of the other family never does. */
export function isInRange(range: AddressRange, address: Address): boolean {
  const { bytes, mask } = range;
  if (bytes.length !== address.length) return false;
  for (let at = 0; at < bytes.length; at++) if ((address[at]! & mask[at]!) !== bytes[at]) return false;
  return true;
}

/**
 * A range as apr_ipsubnet_create reads it: an address, `address/bits`, `address/mask` (IPv4) or leading octets such as `10.1`.
 * `undefined` for anything else. The same text gives the same object.
 */
export function addressRange(text: string): AddressRange | undefined {
  if (ranges.has(text)) return ranges.get(text);
  const range = readRange(text);
  if (ranges.size >= rangesLimit) ranges.clear();
  ranges.set(text, range);
  return range;
}

/** An address in text form; IPv4 within IPv6 (`::ffff:10.0.0.1`) counts as IPv4. `undefined` for anything else. */
export function parseAddress(text: string): Address | undefined {
  const address = text.includes(':') ? parseIPv6(text) : parseIPv4(text);
  return address && isMapped(address) ? address.slice(12) : address;
}

function readRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/');
  const written = slash === -1 ? text : text.slice(0, slash);
  const address = written.includes(':') ? parseIPv6(written) : parseIPv4(written);
  if (address && isMapped(address)) return undefined;
  if (slash === -1)
    return address
      ? { bytes: address, mask: prefixMask(address.length, 8 * address.length) }
      : leadingOctets(text);
  const mask = address && readMask(text.slice(slash + 1), address.length);
  return mask && { bytes: address.map((byte, at) => byte & mask[at]!), mask };
}

function readMask(text: string, length: number): Uint8Array | undefined {
  if (/^\s*\+?\d+$/.test(text) && Number(text) > 0 && Number(text) <= 8 * length)
    return prefixMask(length, Number(text));
  return length === 4 ? parseIPv4(text) : undefined;
}

function prefixMask(length: number, bits: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => {
    const left = Math.min(8, Math.max(0, bits - 8 * at));
    return (0xff00 >> left) & 0xff;
  });
}

function leadingOctets(text: string): AddressRange | undefined {
  if (!/^\d+(?:\.\d+){0,3}\.?$/.test(text)) return undefined;
  const octets = text.replace(/\.$/, '').split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  const bytes = new Uint8Array(4);
  bytes.set(octets);
  return { bytes, mask: prefixMask(4, 8 * octets.length) };
}

function parseIPv4(text: string): Uint8Array | undefined {
  const octets = text.split('.');
  const valid =
    octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256);
  return valid ? Uint8Array.from(octets, Number) : undefined;
}

function parseIPv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const before = groupsOf(halves[0]!, halves.length === 1);
  const after = halves.length === 2 ? groupsOf(halves[1]!, true) : [];
  if (!before || !after) return undefined;
  const missing = 16 - before.length - after.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  const bytes = new Uint8Array(16);
  bytes.set(before);
  bytes.set(after, 16 - after.length);
  return bytes;
}

/** The bytes of groups between colons; only the last of an address may be in IPv4 form. */
function groupsOf(text: string, holdsLast: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const octets =
      holdsLast && index === groups.length - 1 && group.includes('.') ? parseIPv4(group) : undefined;
    if (octets) bytes.push(...octets);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else return undefined;
  }
  return bytes;
}

function isMapped(address: Address): boolean {
  if (address.length !== 16 || address[10] !== 0xff || address[11] !== 0xff) return false;
  for (let at = 0; at < 10; at++) if (address[at] !== 0) return false;
  return true;
}
