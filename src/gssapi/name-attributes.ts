import type { NameAttribute, NameAttributes } from './acceptor.js';
import { gssapi } from './library.js';
import {
  bytesAt,
  copyOf,
  emptyDescriptor,
  memory,
  type NameHandle,
  none,
  numberIn,
  pointerIn,
  slot,
  takeBytes,
} from './memory.js';
import { check, failed, failureIn } from './status.js';

/** A mechanism tells by a number whether there are more values; one that never ends must not hold the server. */
const mostValues = 1024;
const mostAttributes = 1024;
/** Bytes of all values together; a token has 64 KiB, and the whole PAC stands beside its parts. */
const mostBytes = 1024 * 1024;

/**
 * What the mechanism tells of an initiator beyond the name (RFC 6680: gss_inquire_name, gss_get_name_attribute). An attribute that is
 * named but not given is left out.
 */
export function nameAttributes(name: NameHandle): NameAttributes {
  try {
    return readAttributes(name);
  } catch (error) {
    return { failure: failureIn(error) };
  }
}

function readAttributes(name: NameHandle): readonly NameAttribute[] {
  const room = { bytes: mostBytes };
  const found: NameAttribute[] = [];
  for (const attribute of attributeNames(name)) {
    const values = valuesOf(name, attribute, room);
    if (values) found.push({ name: attribute.toString('latin1'), ...values });
  }
  return found;
}

/** The mechanism's own OID is not asked for: the library leaks it. */
function attributeNames(name: NameHandle): readonly Buffer[] {
  const minor = slot();
  const set = slot();
  const major = gssapi().routines.gss_inquire_name(minor, name, null, null, set);
  check('gss_inquire_name', major, minor);
  const address = pointerIn(set);
  if (address === none) return [];
  try {
    const head = bytesAt(address, 16);
    const count = Math.min(Number(head.readBigUInt64LE(0)), mostAttributes);
    const elements = bytesAt(head.readBigUInt64LE(8), 16 * count);
    return Array.from({ length: count }, (_, at) =>
      bytesAt(elements.readBigUInt64LE(16 * at + 8), Number(elements.readBigUInt64LE(16 * at))),
    );
  } finally {
    gssapi().routines.gss_release_buffer_set(slot(), set);
  }
}

/** The library reads beyond the length it is told, so a NUL stands behind the name. */
function terminated(name: Buffer): Buffer {
  const bytes = copyOf(Buffer.concat([name, Buffer.alloc(1)]));
  const structure = memory(16);
  structure.writeBigUInt64LE(BigInt(name.length), 0);
  structure.writeBigUInt64LE(gssapi().address(bytes), 8);
  alive.set(structure, bytes);
  return structure;
}

const alive = new WeakMap<Buffer, Buffer>();

function valuesOf(
  name: NameHandle,
  attribute: Buffer,
  room: { bytes: number },
): Omit<NameAttribute, 'name'> | undefined {
  const descriptor = terminated(attribute);
  const [authenticated, complete, more] = [slot(), slot(), slot()];
  more.writeInt32LE(-1, 0);
  const values: { readonly raw: string; readonly display: string }[] = [];
  for (let number = 0; number < mostValues; number++) {
    const [raw, display] = [emptyDescriptor(), emptyDescriptor()];
    const major = gssapi().routines.gss_get_name_attribute(
      slot(),
      name,
      descriptor,
      authenticated,
      complete,
      raw,
      display,
      more,
    );
    const value = { raw: takeBytes(raw).toString('latin1'), display: takeBytes(display).toString('latin1') };
    room.bytes -= value.raw.length + value.display.length;
    if (failed(major) || room.bytes < 0) break;
    values.push(value);
    if (numberIn(more) === 0) break;
  }
  if (values.length === 0) return undefined;
  return { authenticated: numberIn(authenticated) !== 0, complete: numberIn(complete) !== 0, values };
}
