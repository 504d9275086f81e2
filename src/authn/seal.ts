import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Octets of a session key: AES-128 key, then HMAC key. */
export const keyLength = 32;
const blockLength = 16;
const macLength = 32;
const cipher = 'aes-128-cbc';
const zeroVector = new Uint8Array(blockLength);

function halves(key: Uint8Array): readonly [encryption: Uint8Array, mac: Uint8Array] {
  if (key.length !== keyLength)
    throw new RangeError(`a session key has ${keyLength} octets, not ${key.length}`);
  return [key.subarray(0, blockLength), key.subarray(blockLength)];
}

/** HMAC-SHA256 under the second half of the key. */
export function keyedHash(key: Uint8Array, bytes: Uint8Array): Buffer {
  return createHmac('sha256', halves(key)[1]).update(bytes).digest();
}

/**
 * mod_auth_gssapi's SEAL_BUFFER: AES-128-CBC with a zero vector over a random block and the content, then HMAC-SHA256 of the
 * cipher text.
 */
export function seal(key: Uint8Array, plain: Uint8Array): Buffer {
  const encryption = createCipheriv(cipher, halves(key)[0], zeroVector);
  const encrypted = Buffer.concat([
    encryption.update(randomBytes(blockLength)),
    encryption.update(plain),
    encryption.final(),
  ]);
  return Buffer.concat([encrypted, keyedHash(key, encrypted)]);
}

/** UNSEAL_BUFFER: the content, or undefined when the bytes are not genuine; nothing is decrypted before that is known. */
export function unseal(key: Uint8Array, sealed: Uint8Array): Buffer | undefined {
  const length = sealed.length - macLength;
  if (length < 2 * blockLength || length % blockLength !== 0) return undefined;
  const encrypted = sealed.subarray(0, length);
  if (!timingSafeEqual(keyedHash(key, encrypted), sealed.subarray(length))) return undefined;
  try {
    const decryption = createDecipheriv(cipher, halves(key)[0], zeroVector);
    return Buffer.concat([decryption.update(encrypted), decryption.final()]).subarray(blockLength);
  } catch {
    return undefined;
  }
}
