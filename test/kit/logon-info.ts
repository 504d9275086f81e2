/** A user's groups as a domain controller puts them into tickets. */
export interface LogonGroups {
  /** `S-1-5-21-…` */
  readonly domain?: string;
  readonly groups?: readonly (readonly [relative: number, attributes: number])[];
  readonly extra?: readonly (readonly [sid: string, attributes: number])[];
  readonly resourceDomain?: string;
  readonly resources?: readonly (readonly [relative: number, attributes: number])[];
  readonly flags?: number;
}

/** Writes NDR with its gaps. */
class Writer {
  readonly #bytes: number[] = [];

  get bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }

  short(value: number): this {
    while (this.#bytes.length % 2) this.#bytes.push(0);
    this.#bytes.push(value & 255, (value >>> 8) & 255);
    return this;
  }

  long(...values: readonly number[]): this {
    while (this.#bytes.length % 4) this.#bytes.push(0);
    for (const value of values) for (const shift of [0, 8, 16, 24]) this.#bytes.push((value >>> shift) & 255);
    return this;
  }

  raw(bytes: Iterable<number>): this {
    this.#bytes.push(...bytes);
    return this;
  }

  text(text: string): void {
    this.long(text.length, 0, text.length).raw(Buffer.from(text, 'utf16le'));
  }

  sid(sid: string): void {
    const [authority = '0', ...parts] = sid.split('-').slice(2);
    const number = Buffer.alloc(6);
    number.writeUIntBE(Number(authority), 0, 6);
    this.long(parts.length)
      .raw([1, parts.length])
      .raw(number)
      .long(...parts.map(Number));
  }

  memberships(list: readonly (readonly [number, number])[]): void {
    this.long(list.length, ...list.flat());
  }
}

const texts = ['alice', 'Alice Liddell', '', '', '', ''];
const serverTexts = ['DC1', 'EXAMPLE'];

/** KERB_VALIDATION_INFO ([MS-PAC] §2.5) in NDR. */
export function logonInfo(told: LogonGroups): Buffer {
  const { domain, groups = [], extra = [], resourceDomain, resources = [], flags = 0x220 } = told;
  const body = new Writer();
  const pointer = (there: unknown): number => (there ? 0x20000 : 0);
  body.long(0x20000);
  body.long(...Array.from({ length: 12 }, () => 0x7fffffff));
  for (const text of texts)
    body
      .short(2 * text.length)
      .short(2 * text.length)
      .long(pointer(text));
  body.short(7).short(0).long(1104, 513, groups.length, pointer(groups.length), flags, 0, 0, 0, 0);
  for (const text of serverTexts)
    body
      .short(2 * text.length)
      .short(2 * text.length)
      .long(pointer(text));
  body.long(pointer(domain), 0, 0, 0x210, 0, 0, 0, 0, 0, 0, 0);
  body.long(
    extra.length,
    pointer(extra.length),
    pointer(resourceDomain),
    resources.length,
    pointer(resources.length),
  );
  for (const text of texts) if (text !== '') body.text(text);
  if (groups.length > 0) body.memberships(groups);
  for (const text of serverTexts) body.text(text);
  if (domain) body.sid(domain);
  if (extra.length > 0) body.long(extra.length, ...extra.flatMap(([, attributes]) => [0x20000, attributes]));
  for (const [sid] of extra) body.sid(sid);
  if (resourceDomain) body.sid(resourceDomain);
  if (resources.length > 0) body.memberships(resources);
  while (body.bytes.length % 8) body.raw([0]);
  const head = new Writer().raw([1, 0x10, 8, 0, 0xcc, 0xcc, 0xcc, 0xcc]).long(body.bytes.length, 0);
  return Buffer.concat([head.bytes, body.bytes]);
}
