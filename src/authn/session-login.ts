import { createHash } from 'node:crypto';
import type { SessionLogin } from '../evaluate/session-facts.js';

/** How a login came about, as its cookie holds it: the demands on attributes only as their SHA-256. */
export type KeptLogin = Omit<SessionLogin, 'attributes'> & { readonly attributes: Uint8Array };

const magic = Buffer.from('kerbgate', 'latin1');
const version = 1;
const bits = { basic: 1, tls: 2, bound: 4, localName: 8, attributes: 16, compared: 32 } as const;
const digestLength = 32;
const headLength = magic.length + 2 + digestLength;

/** SHA-256 of the demands on a name's attributes. */
export const attributesDigest = (attributes: string): Uint8Array =>
  attributes === '' ? new Uint8Array(digestLength) : createHash('sha256').update(attributes).digest();

/**
 * The bytes that stand in the session's field for the hash of a password login, which mod_auth_gssapi leaves empty. They are longer
 * than that hash, so the module, which compares as many bytes as a hash has, reads nothing behind them.
 */
export function encodeLogin(login: SessionLogin): Buffer {
  const flags =
    (login.scheme === 'Basic' ? bits.basic : 0) |
    (login.tls ? bits.tls : 0) |
    (login.bound ? bits.bound : 0) |
    (login.compared ? bits.compared : 0) |
    (login.localName ? bits.localName : 0) |
    (login.attributes === '' ? 0 : bits.attributes);
  return Buffer.concat([
    magic,
    Uint8Array.of(version, flags),
    attributesDigest(login.attributes),
    Buffer.from(login.mechanism, 'latin1'),
  ]);
}

/** Reads them; `undefined`: somebody else's, `unreadable`: ours, but of another version. */
export function decodeLogin(bytes: Uint8Array): KeptLogin | 'unreadable' | undefined {
  if (!magic.equals(bytes.subarray(0, magic.length))) return undefined;
  const flags = bytes[magic.length + 1];
  if (bytes[magic.length] !== version || flags === undefined || bytes.length < headLength)
    return 'unreadable';
  return {
    scheme: flags & bits.basic ? 'Basic' : 'Negotiate',
    mechanism: Buffer.from(bytes.subarray(headLength)).toString('latin1'),
    tls: (flags & bits.tls) !== 0,
    bound: (flags & bits.bound) !== 0,
    compared: (flags & bits.compared) !== 0,
    localName: (flags & bits.localName) !== 0,
    attributes: bytes.slice(headLength - digestLength, headLength),
  };
}
