import { gssapi } from './library.js';
import { decodeOid, deprecatedKrb5Oids, encodeOid, mechanismOids } from './mechanisms.js';
import {
  bytesAt,
  copyOf,
  counted,
  memory,
  none,
  type OidPointer,
  type OidSetPointer,
  pointerIn,
  slot,
} from './memory.js';

/** Name types (RFC 2744 §4, MIT gssapi_krb5.h). */
export const nameTypes = {
  hostBasedService: '1.2.840.113554.1.2.1.4',
  userName: '1.2.840.113554.1.2.1.1',
  krb5Principal: '1.2.840.113554.1.2.2.1',
} as const;

/** The library may keep an OID's address, so each one used stays for the life of the process; configurations name few. */
const oids = new Map<string, Buffer>();
const sets = new Map<string, Buffer>();

function oidMemory(dotted: string): Buffer {
  const known = oids.get(dotted);
  if (known) return known;
  const octets = encodeOid(dotted);
  if (!octets) throw new TypeError(`not an object identifier: ${dotted}`);
  const structure = counted(octets.length, copyOf(octets));
  oids.set(dotted, structure);
  return structure;
}

/** gss_OID of a dotted OID; throws TypeError when it is none. */
export const oidPointer = (dotted: string): OidPointer => gssapi().address(oidMemory(dotted)) as OidPointer;

/** gss_OID_set of dotted OIDs, in the order given. */
export function oidSetPointer(dotted: readonly string[]): OidSetPointer {
  const key = dotted.join(' ');
  let structure = sets.get(key);
  if (!structure) {
    const elements = memory(16 * dotted.length);
    dotted.forEach((oid, index) => {
      oidMemory(oid).copy(elements, 16 * index);
    });
    structure = counted(dotted.length, elements);
    sets.set(key, structure);
  }
  return gssapi().address(structure) as OidSetPointer;
}

function readOid(structure: Buffer): string {
  return decodeOid(bytesAt(structure.readBigUInt64LE(8), structure.readUInt32LE(0)));
}

/** Longer ones are read without being remembered. */
const longestRemembered = 64;
const structureRead = memory(16);
const octetsRead = memory(longestRemembered);
let last = { octets: Buffer.alloc(0), dotted: '' };

/** The dotted form of an OID the library owns; empty for GSS_C_NO_OID. It is nearly always the one of the login before. */
export function oidAt(address: bigint): string {
  if (address === none) return '';
  gssapi().copy(structureRead, address, 16);
  const length = structureRead.readUInt32LE(0);
  if (length === 0 || length > longestRemembered) return readOid(structureRead);
  gssapi().copy(octetsRead, structureRead.readBigUInt64LE(8), length);
  if (last.octets.length !== length || octetsRead.compare(last.octets, 0, length, 0, length) !== 0) {
    const octets = Buffer.from(octetsRead.subarray(0, length));
    last = { octets, dotted: decodeOid(octets) };
  }
  return last.dotted;
}

/** The mechanisms the library offers (RFC 2744 §5.16), dotted, in its order; empty when it does not tell. */
export function indicatedMechanisms(): readonly string[] {
  const set = slot();
  if (gssapi().routines.gss_indicate_mechs(slot(), set) !== 0) return [];
  const found = oidsIn(pointerIn(set));
  gssapi().routines.gss_release_oid_set(slot(), set);
  return found;
}

/** The members of a set the library owns. */
export function oidsIn(set: bigint): readonly string[] {
  if (set === none) return [];
  const head = bytesAt(set, 16);
  const count = Number(head.readBigUInt64LE(0));
  const elements = bytesAt(head.readBigUInt64LE(8), 16 * count);
  return Array.from({ length: count }, (_, index) => readOid(elements.subarray(16 * index, 16 * index + 16)));
}

/**
 * Mechanisms in force when a configuration names none: the library's, without NTLM (its plug-in crashes on crafted tokens), the
 * doubles of krb5, and IAKERB, whose acceptor would ask the KDC on a stranger's behalf and so can hang.
 */
export function defaultMechanisms(): readonly string[] {
  const unwanted = new Set<string>([...deprecatedKrb5Oids, mechanismOids.ntlmssp, mechanismOids.iakerb]);
  const kept = indicatedMechanisms().filter((oid) => !unwanted.has(oid));
  return kept.length > 0 ? kept : [mechanismOids.krb5, mechanismOids.spnego];
}
