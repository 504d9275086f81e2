import { decodeCanonicalBase64 } from './base64.js';
import { DerReader, encodeBoolean, encodeUnsigned, encodeValue, tags } from './der.js';
import { keyedHash, seal, unseal } from './seal.js';

/** What a login leaves behind (GSSSessionData of mod_auth_gssapi). Texts are byte strings. */
export interface Session {
  readonly established: boolean;
  readonly delegated: boolean;
  /** Seconds since 1970, below 2^32. */
  readonly expiration: number;
  /** The user, mapped to a local name if that was asked for. */
  readonly user: string;
  /** The initiator's display name. */
  readonly gssName: string;
  /** `basicHash` of a password login; mod_auth_gssapi itself always leaves it empty here. */
  readonly basicHash: Uint8Array;
  /** File name of the credential cache without its folder; empty for none. */
  readonly ccacheName: string;
}

/** A session to seal; without `basicHash` the field is empty, as mod_auth_gssapi writes it. */
export type SealableSession = Omit<Session, 'basicHash'> & Partial<Pick<Session, 'basicHash'>>;

/** A cookie holds about 4 kB; a larger value is nobody's session. */
const largestSealed = 16 * 1024;

/** The sealed form of a session, base64, that mod_auth_gssapi with the same key opens too. Throws RangeError for a wrong key length. */
export function sealSession(key: Uint8Array, session: SealableSession): string {
  return seal(key, encodeSession(session)).toString('base64');
}

/**
 * Opens a sealed session; undefined for anything that is not exactly what sealing with this key makes, that has expired before
 * `now` (seconds since 1970) or was never established.
 */
export function openSession(
  key: Uint8Array,
  sealed: string,
  now: number = Date.now() / 1000,
): Session | undefined {
  if (sealed.length > largestSealed) return undefined;
  const bytes = decodeCanonicalBase64(sealed);
  const plain = bytes && unseal(key, bytes);
  const session = plain && decodeSession(plain);
  if (!session?.established || session.user === '') return undefined;
  return session.expiration < Math.floor(now) ? undefined : session;
}

/** HMAC of a Basic login, by which mod_auth_gssapi knows the same user and password again without keeping them. Byte strings. */
export function basicHash(key: Uint8Array, user: string, password: string): Buffer {
  const bytes = Buffer.from(`${user}\0${password}`, 'latin1');
  const hash = keyedHash(key, bytes);
  bytes.fill(0);
  return hash;
}

/** The DER of GSSSessionData. */
export function encodeSession(session: SealableSession): Buffer {
  const fields = [
    encodeBoolean(session.established),
    encodeBoolean(session.delegated),
    encodeUnsigned(session.expiration),
    encodeText(session.user),
    encodeText(session.gssName),
    encodeValue(tags.octetString, session.basicHash ?? new Uint8Array(0)),
    encodeText(session.ccacheName),
  ];
  return encodeValue(
    tags.sequence,
    Buffer.concat(fields.map((field, index) => encodeValue(tags.context + index, field))),
  );
}

const encodeText = (text: string): Buffer => encodeValue(tags.octetString, Buffer.from(text, 'latin1'));

/** Reads the DER of GSSSessionData; undefined when it is not exactly that. */
export function decodeSession(bytes: Uint8Array): Session | undefined {
  const outer = new DerReader(bytes);
  const content = outer.content(tags.sequence);
  if (!content || !outer.atEnd) return undefined;
  const fields = new DerReader(content);
  const established = field(fields, 0, (value) => value.boolean());
  const delegated = field(fields, 1, (value) => value.boolean());
  const expiration = field(fields, 2, (value) => value.unsigned());
  const [user, gssName, hash, ccacheName] = [3, 4, 5, 6].map((index) => field(fields, index, octets));
  if (established === undefined || delegated === undefined || expiration === undefined) return undefined;
  if (!user || !gssName || !hash || !ccacheName || !fields.atEnd) return undefined;
  return {
    established,
    delegated,
    expiration,
    user: user.toString('latin1'),
    gssName: gssName.toString('latin1'),
    basicHash: hash,
    ccacheName: ccacheName.toString('latin1'),
  };
}

function octets(reader: DerReader): Buffer | undefined {
  const content = reader.content(tags.octetString);
  return content && Buffer.from(content);
}

function field<T>(
  reader: DerReader,
  index: number,
  read: (value: DerReader) => T | undefined,
): T | undefined {
  const content = reader.content(tags.context + index);
  const inner = content && new DerReader(content);
  const value = inner && read(inner);
  return inner?.atEnd ? value : undefined;
}
