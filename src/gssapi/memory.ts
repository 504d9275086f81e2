import { gssapi } from './library.js';

declare const kind: unique symbol;
/** The address of an object of the library; the kinds are kept apart because the library trusts any address. */
export type Handle<Kind extends string> = bigint & { readonly [kind]: Kind };
/** gss_name_t */
export type NameHandle = Handle<'name'>;
/** gss_cred_id_t */
export type CredentialHandle = Handle<'credential'>;
/** gss_ctx_id_t */
export type ContextHandle = Handle<'context'>;
/** gss_OID, in memory that is never freed */
export type OidPointer = Handle<'oid'>;
/** gss_OID_set, in memory that is never freed */
export type OidSetPointer = Handle<'oid set'>;

/** GSS_C_NO_NAME, GSS_C_NO_CREDENTIAL and so on. */
export const none = 0n;

/** Bytes outside the collected heap, so that their address stays; zeroed. */
export const memory = (length: number): Buffer => Buffer.from(new ArrayBuffer(length));

/** One in/out parameter: a pointer or a 32-bit number. */
export const slot = (): Buffer => memory(8);
/** The address a call left in a slot. */
export const pointerIn = <H extends bigint>(cell: Buffer): H => cell.readBigUInt64LE(0) as H;
/** The 32-bit number a call left in a slot. */
export const numberIn = (cell: Buffer): number => cell.readUInt32LE(0);

/** A slot that holds `handle`, as the release calls want it. */
export function slotWith(handle: bigint): Buffer {
  const cell = slot();
  cell.writeBigUInt64LE(handle, 0);
  return cell;
}

/** Memory a descriptor points to lives as long as the descriptor: the binding itself keeps nothing alive. */
const kept = new WeakMap<Buffer, readonly Buffer[]>();

/** A C structure of a 64-bit first field and a pointer, tied to the life of the memory it points to. */
function pair(first: bigint, target: Buffer, alive: readonly Buffer[]): Buffer {
  const structure = memory(16);
  structure.writeBigUInt64LE(first, 0);
  if (target.length > 0) structure.writeBigUInt64LE(gssapi().address(target), 8);
  kept.set(structure, alive);
  return structure;
}

/** Our bytes in memory the library may read; for secrets, zero the copy with `wipe` afterwards. */
export function copyOf(bytes: Uint8Array): Buffer {
  const copy = memory(bytes.length);
  copy.set(bytes);
  return copy;
}

/**
 * The bytes of a byte string: one byte for each character, so every name, path and password of the outside world has exactly one
 * form. Undefined when a character is beyond a byte or is NUL, where C would see an end.
 */
export function bytesOf(text: string): Buffer | undefined {
  return /^[\x01-\xff]*$/.test(text) ? copyOf(Buffer.from(text, 'latin1')) : undefined;
}

/** Overwrites bytes that held a secret. */
export const wipe = (bytes: Uint8Array): void => void bytes.fill(0);

/** gss_buffer_desc over memory of ours. */
export const descriptor = (bytes: Buffer): Buffer => pair(BigInt(bytes.length), bytes, [bytes]);

/** gss_buffer_desc for the library to fill. */
export const emptyDescriptor = (): Buffer => memory(16);

/** The bytes a call left in a descriptor, copied; what the library allocated is released. */
export function takeBytes(filled: Buffer): Buffer {
  const address = filled.readBigUInt64LE(8);
  if (address === none) return Buffer.alloc(0);
  const bytes = Buffer.alloc(Number(filled.readBigUInt64LE(0)));
  if (bytes.length > 0) gssapi().copy(bytes, address, bytes.length);
  gssapi().routines.gss_release_buffer(slot(), filled);
  return bytes;
}

/** Copies native memory that belongs to someone else. */
export function bytesAt(address: bigint, length: number): Buffer {
  const bytes = memory(length);
  if (length > 0) gssapi().copy(bytes, address, length);
  return bytes;
}

/** gss_key_value_set_desc of MIT's credential store, of byte strings; the caller has checked keys and values. */
export function keyValueSet(store: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(store);
  const elements = memory(Math.max(16, 16 * entries.length));
  const texts = entries.flat().map((text) => copyOf(Buffer.from(`${text}\0`, 'latin1')));
  texts.forEach((text, index) => {
    elements.writeBigUInt64LE(gssapi().address(text), 8 * index);
  });
  return pair(BigInt(entries.length), elements, [elements, ...texts]);
}

/** gss_OID_desc and gss_OID_set_desc share this form: a count and where the content is. */
export const counted = (count: number, content: Buffer): Buffer => pair(BigInt(count), content, [content]);
