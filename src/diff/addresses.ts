import { addressRange, isInRange, parseAddress } from '../ruleset/address.js';
import { compileRegex } from '../ruleset/regex.js';
import type { Choice } from './circumstances.js';
import { strangeAddress } from './circumstances.js';
import type { Distinctions } from './distinctions.js';
import { samplesOf } from './pattern-samples.js';

/** One address of each kind that ranges and patterns tell apart: inside, at the edges, beside and far away. */
export function addressChoices(told: Distinctions): readonly Choice[] {
  const ranges = [...told.ranges].map(addressRange).filter((range) => range !== undefined);
  const patterns = [...told.addressPatterns.values()].map(compileRegex);
  const literal = [...told.addresses].filter((text) => parseAddress(text) !== undefined);
  const sampled = [...told.addressPatterns.values()].flatMap((regex) =>
    samplesOf(regex).matching.flatMap(completed),
  );
  const candidates = [
    strangeAddress,
    ...ranges.flatMap(({ bytes, mask }) => edges(bytes, mask)),
    ...(told.flags.has('local') ? ['127.0.0.1', '::1', '203.0.113.1'] : []),
    ...literal,
    ...sampled,
  ];
  const kinds = new Map<string, string>();
  for (const text of candidates) {
    const address = parseAddress(text);
    if (!address) continue;
    const kind = [
      ...ranges.map((range) => isInRange(range, address)),
      ...patterns.map((pattern) => pattern.test(text)),
      ...[...told.addresses].map((each) => each === text),
      address.length,
      told.flags.has('local') && (/^127\.|^::1$/.test(text) || text === '203.0.113.1'),
    ].join();
    if (!kinds.has(kind)) kinds.set(kind, text);
  }
  return [...kinds.values()].map((address) => ({ label: `from ${address}`, change: { address } }));
}

/** The first and the last address of a range, and those before and behind it. */
function edges(bytes: Uint8Array, mask: Uint8Array): readonly string[] {
  const last = bytes.map((byte, at) => byte | (~mask[at]! & 0xff));
  return [bytes, last, moved(bytes, -1), moved(last, 1)].flatMap((each) => (each ? [addressText(each)] : []));
}

/** The address beside one; `undefined` at either end of all. */
function moved(bytes: Uint8Array, by: 1 | -1): Uint8Array | undefined {
  const next = Uint8Array.from(bytes);
  for (let at = next.length - 1; at >= 0; at--) {
    next[at] = (bytes[at]! + by) & 0xff;
    if (next[at] !== (by === 1 ? 0 : 0xff)) return next;
  }
  return undefined;
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((bytes[2 * at]! << 8) | bytes[2 * at + 1]!).toString(16),
  );
  return groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
}

/** A text that begins like an address, as one. */
function completed(text: string): readonly string[] {
  if (parseAddress(text) !== undefined) return [text];
  const parts = text
    .replace(/[^\d.]/g, '1')
    .split('.')
    .filter((part) => part !== '')
    .slice(0, 4);
  const made = [...parts, ...Array.from({ length: 4 - parts.length }, () => '1')].join('.');
  return parseAddress(made) === undefined ? [] : [made];
}
