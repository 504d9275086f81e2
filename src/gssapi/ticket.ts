/** What a service ticket shows without its key (RFC 4120 §5.3). */
export interface TicketFacts {
  /** Such as `HTTP/www.example.test@EXAMPLE.TEST`. */
  readonly service: string;
  readonly realm: string;
  /** The version of the key it is encrypted with. */
  readonly version: number | undefined;
}

interface Value {
  readonly content: Uint8Array;
  readonly end: number;
}

/** A DER value of this tag at `at`; lengths of more than two octets do not come up in tokens that are read. */
function valueAt(bytes: Uint8Array, at: number, tag: number): Value | undefined {
  const first = bytes[at + 1];
  if (bytes[at] !== tag || first === undefined) return undefined;
  const octets = first < 0x80 ? 0 : first - 0x80;
  if (octets > 2) return undefined;
  let length = octets === 0 ? first : 0;
  for (let next = 0; next < octets; next++) length = length * 256 + (bytes[at + 2 + next] ?? 0);
  const start = at + 2 + octets;
  if (start + length > bytes.length) return undefined;
  return { content: bytes.subarray(start, start + length), end: start + length };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** `tkt-vno` 5 and the tag of the realm behind it. */
const ticketStart = Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x05, 0xa1]);

const empty = new Uint8Array();

/** The ticket in a Kerberos or SPNEGO token; `undefined` when there is none that can be read. */
export function ticketIn(token: Uint8Array): TicketFacts | undefined {
  const bytes = Buffer.from(token.buffer, token.byteOffset, token.byteLength);
  // The request around the ticket begins alike, with a number where the ticket has its realm.
  let start = bytes.indexOf(ticketStart);
  while (start !== -1 && !valueAt(valueAt(bytes, start + 5, 0xa1)?.content ?? empty, 0, 0x1b))
    start = bytes.indexOf(ticketStart, start + 1);
  if (start === -1) return undefined;
  const realmField = valueAt(bytes, start + 5, 0xa1);
  const realm = realmField && valueAt(realmField.content, 0, 0x1b);
  const nameField = realmField && valueAt(bytes, realmField.end, 0xa2);
  if (!realm || !nameField) return undefined;
  const encrypted = valueAt(bytes, nameField.end, 0xa3);
  const own = text(realm.content);
  return {
    service: `${componentsOf(nameField.content).join('/')}@${own}`,
    realm: own,
    version: encrypted && versionOf(encrypted.content),
  };
}

function componentsOf(field: Uint8Array): string[] {
  const name = valueAt(field, 0, 0x30);
  const type = name && valueAt(name.content, 0, 0xa0);
  const list = type && valueAt(name.content, type.end, 0xa1);
  const strings = list && valueAt(list.content, 0, 0x30);
  const found: string[] = [];
  if (!strings) return found;
  for (let next = valueAt(strings.content, 0, 0x1b); next; next = valueAt(strings.content, next.end, 0x1b))
    found.push(text(next.content));
  return found;
}

function versionOf(field: Uint8Array): number | undefined {
  const data = valueAt(field, 0, 0x30);
  const type = data && valueAt(data.content, 0, 0xa0);
  const version = type && valueAt(data.content, type.end, 0xa1);
  const number = version && valueAt(version.content, 0, 0x02);
  return number?.content.reduce((sum, octet) => sum * 256 + octet, 0);
}
