// The part of DER (X.690) that a session needs: definite, shortest lengths and nothing else.

/** Tag octets used here; context tags are constructed, since the module's tagging is explicit. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  sequence: 0x30,
  context: 0xa0,
} as const;

/** One value with its tag octet and length in front; throws RangeError above 65,535 octets. */
export function encodeValue(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of(tag, ...lengthOctets(content.length)), content]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  if (length > 0xffff) throw new RangeError('a value is longer than 65,535 octets');
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

/** An INTEGER from 0 to 2^32-1, without needless octets. */
export function encodeUnsigned(value: number): Buffer {
  const octets = [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
  while (octets.length > 1 && octets[0] === 0) octets.shift();
  if (octets[0]! & 0x80) octets.unshift(0);
  return encodeValue(tags.integer, Uint8Array.from(octets));
}

/** BOOLEAN */
export const encodeBoolean = (value: boolean): Buffer =>
  encodeValue(tags.boolean, Uint8Array.of(value ? 0xff : 0));

/** Reads values one after the other; every method returns undefined when the next value is not exactly that in DER. */
export class DerReader {
  #rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#rest = bytes;
  }

  /** Whether everything was read. */
  get atEnd(): boolean {
    return this.#rest.length === 0;
  }

  /** The content of the next value, which must have this tag. */
  content(tag: number): Uint8Array | undefined {
    const size = headerSize(this.#rest);
    if (this.#rest[0] !== tag || size === undefined) return undefined;
    const end = size.header + size.length;
    if (end > this.#rest.length) return undefined;
    const content = this.#rest.subarray(size.header, end);
    this.#rest = this.#rest.subarray(end);
    return content;
  }

  /** BOOLEAN */
  boolean(): boolean | undefined {
    const content = this.content(tags.boolean);
    if (content?.length !== 1) return undefined;
    return content[0] === 0xff ? true : content[0] === 0 ? false : undefined;
  }

  /** INTEGER (0..4294967295) */
  unsigned(): number | undefined {
    const content = this.content(tags.integer);
    if (!content || content.length === 0 || content.length > 5 || content[0]! & 0x80) return undefined;
    if (content.length > 1 && content[0] === 0 && !(content[1]! & 0x80)) return undefined;
    const value = content.reduce((sum, octet) => sum * 256 + octet, 0);
    return value <= 0xffffffff ? value : undefined;
  }
}

function headerSize(bytes: Uint8Array): { readonly header: number; readonly length: number } | undefined {
  const first = bytes[1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { header: 2, length: first };
  const [second = 0, third = 0] = bytes.subarray(2);
  if (first === 0x81 && second >= 0x80) return { header: 3, length: second };
  if (first === 0x82 && second > 0) return { header: 4, length: second * 256 + third };
  return undefined;
}
