import { NdrFlaw, NdrReader } from './ndr-reader.js';

/** More groups than a ticket has room for are nobody's. */
const mostGroups = 16_384;

const extraSids = 0x20;
const resourceGroups = 0x200;

const enabled = 0x4;
const denyOnly = 0x10;

/** A pointer's place in the structure; what it points to stands behind the structure, in the order of the pointers. */
type Pointer = boolean;

interface Head {
  readonly strings: readonly Pointer[];
  readonly groupCount: number;
  readonly groups: Pointer;
  readonly flags: number;
  readonly serverStrings: readonly Pointer[];
  readonly domain: Pointer;
  readonly extraCount: number;
  readonly extras: Pointer;
  readonly resourceDomain: Pointer;
  readonly resourceCount: number;
  readonly resources: Pointer;
}

/**
 * The SIDs of a user's groups in KERB_VALIDATION_INFO ([MS-PAC] §2.5): those of the domain, extra ones, those of the resource
 * domain; only groups that are enabled and not for denials alone. `undefined` for bytes that are not exactly that.
 */
export function groupSids(bytes: Uint8Array): readonly string[] | undefined {
  try {
    return readGroups(new NdrReader(bytes));
  } catch (error) {
    if (error instanceof NdrFlaw) return undefined;
    throw error;
  }
}

function readGroups(reader: NdrReader): readonly string[] {
  readHeaders(reader);
  const head = readHead(reader);
  for (const there of head.strings) skipString(reader, there);
  const own = readMemberships(reader, head.groups, head.groupCount);
  for (const there of head.serverStrings) skipString(reader, there);
  const domain = head.domain ? readSid(reader) : undefined;
  const extras = readExtras(reader, head);
  const resourceDomain = head.resourceDomain ? readSid(reader) : undefined;
  const resources = readMemberships(reader, head.resources, head.resourceCount);
  return [
    ...below(domain, own),
    ...(head.flags & extraSids ? extras : []),
    ...(head.flags & resourceGroups ? below(resourceDomain, resources) : []),
  ];
}

/** Type serialization version 1 ([MS-RPCE] §2.2.6), and the pointer to the structure. */
function readHeaders(reader: NdrReader): void {
  const version = reader.byte();
  const endianness = reader.byte();
  const length = reader.short();
  if (version !== 1 || endianness !== 0x10 || length !== 8) throw new NdrFlaw('the header is another');
  reader.long();
  const size = reader.long();
  reader.long();
  if (size > reader.rest) throw new NdrFlaw('the text breaks off');
  if (!pointer(reader)) throw new NdrFlaw('there is no structure');
}

const pointer = (reader: NdrReader): Pointer => reader.long() !== 0;

/** Length, room and pointer. */
function stringHead(reader: NdrReader): Pointer {
  reader.long();
  return pointer(reader);
}

const stringHeads = (reader: NdrReader, count: number): readonly Pointer[] =>
  Array.from({ length: count }, () => stringHead(reader));

function readHead(reader: NdrReader): Head {
  // Six times.
  reader.skip(48);
  const strings = stringHeads(reader, 6);
  // Two counts of logons, the user's own number and that of its primary group.
  reader.skip(12);
  const groupCount = reader.long();
  const groups = pointer(reader);
  const flags = reader.long();
  // A session key.
  reader.skip(16);
  const serverStrings = stringHeads(reader, 2);
  const domain = pointer(reader);
  // What is reserved, the account's control, status and logon failures.
  reader.skip(40);
  const extraCount = reader.long();
  const extras = pointer(reader);
  const resourceDomain = pointer(reader);
  const resourceCount = reader.long();
  const resources = pointer(reader);
  return {
    ...{ strings, groupCount, groups, flags, serverStrings, domain },
    ...{ extraCount, extras, resourceDomain, resourceCount, resources },
  };
}

/** A conformant and varying array of 16-bit units. */
function skipString(reader: NdrReader, there: Pointer): void {
  if (!there) return;
  const room = reader.long();
  const offset = reader.long();
  const length = reader.count(2);
  if (offset !== 0 || length > room) throw new NdrFlaw('a string is longer than its room');
  reader.skip(2 * length);
}

const counts = (attributes: number): boolean => (attributes & (enabled | denyOnly)) === enabled;

/** GROUP_MEMBERSHIP: relative numbers with attributes; those that count. */
function readMemberships(reader: NdrReader, there: Pointer, expected: number): readonly number[] {
  if (!there) return none(expected);
  const count = listLength(reader, expected);
  const found: number[] = [];
  for (let at = 0; at < count; at++) {
    const relative = reader.long();
    if (counts(reader.long())) found.push(relative);
  }
  return found;
}

/** A list that is not there has no members. */
function none(expected: number): readonly never[] {
  if (expected !== 0) throw new NdrFlaw('a list is missing');
  return [];
}

function listLength(reader: NdrReader, expected: number): number {
  const count = reader.count(8);
  if (count !== expected || count > mostGroups) throw new NdrFlaw('a list has another length');
  return count;
}

/** KERB_SID_AND_ATTRIBUTES: pointers with attributes, then what they point to. */
function readExtras(reader: NdrReader, { extras, extraCount }: Head): readonly string[] {
  if (!extras) return none(extraCount);
  const count = listLength(reader, extraCount);
  const attributes: number[] = [];
  for (let at = 0; at < count; at++) {
    if (!pointer(reader)) throw new NdrFlaw('a SID is missing');
    attributes.push(reader.long());
  }
  return attributes
    .map((each) => [readSid(reader), counts(each)] as const)
    .flatMap(([sid, one]) => (one ? [sid] : []));
}

/** RPC_SID ([MS-DTYP] §2.4.2.3), whose subauthorities are counted twice. */
function readSid(reader: NdrReader): string {
  const count = reader.count(4);
  const revision = reader.byte();
  if (revision !== 1 || reader.byte() !== count || count > 15) throw new NdrFlaw('this is no SID');
  let authority = 0;
  for (let at = 0; at < 6; at++) authority = authority * 256 + reader.byte();
  const parts = Array.from({ length: count }, () => reader.long());
  const first = authority < 2 ** 32 ? String(authority) : `0x${authority.toString(16).padStart(12, '0')}`;
  return ['S', revision, first, ...parts].join('-');
}

function below(domain: string | undefined, relative: readonly number[]): readonly string[] {
  if (relative.length > 0 && domain === undefined) throw new NdrFlaw('the groups have no domain');
  return relative.map((each) => `${domain}-${each}`);
}
