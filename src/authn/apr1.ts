import { createHash } from 'node:crypto';

const magic = '$apr1$';
const longestSalt = 8;
const rounds = 1000;
const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const md5 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The hash that htpasswd -m makes of a password with the salt of another hash; both are byte strings. */
export function apr1(password: string, hash: string): string {
  const text = Buffer.from(password, 'latin1');
  const salt = hash.slice(magic.length).split('$', 1)[0]!.slice(0, longestSalt);
  const seasoning = Buffer.from(salt, 'latin1');
  return `${magic}${salt}$${encode(stretched(text, seasoning, beginning(text, seasoning)))}`;
}

/** The digest that the rounds begin with. */
function beginning(text: Buffer, salt: Buffer): Buffer {
  const mixed = md5(text, salt, text);
  const parts: Uint8Array[] = [text, Buffer.from(magic), salt];
  for (let left = text.length; left > 0; left -= mixed.length)
    parts.push(mixed.subarray(0, Math.min(left, mixed.length)));
  // The bits of the length choose between a zero byte and the first byte of the password.
  for (let bits = text.length; bits > 0; bits >>= 1)
    parts.push((bits & 1) === 1 ? Buffer.alloc(1) : text.subarray(0, 1));
  return md5(...parts);
}

function stretched(text: Buffer, salt: Buffer, first: Buffer): Buffer {
  let digest = first;
  for (let round = 0; round < rounds; round++) {
    const odd = (round & 1) === 1;
    const parts: Uint8Array[] = [odd ? text : digest];
    if (round % 3 !== 0) parts.push(salt);
    if (round % 7 !== 0) parts.push(text);
    parts.push(odd ? digest : text);
    digest = md5(...parts);
  }
  return digest;
}

/** Which bytes of the digest form each group of four letters. */
const groups = [
  [0, 6, 12],
  [1, 7, 13],
  [2, 8, 14],
  [3, 9, 15],
  [4, 10, 5],
] as const;

function encode(digest: Buffer): string {
  const words = groups.map(([high, middle, low]) =>
    letters((digest[high]! << 16) | (digest[middle]! << 8) | digest[low]!, 4),
  );
  return words.join('') + letters(digest[11]!, 2);
}

function letters(value: number, count: number): string {
  return Array.from({ length: count }, (_, at) => alphabet[(value >> (6 * at)) & 63]).join('');
}
