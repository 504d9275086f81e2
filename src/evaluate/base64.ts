const values = new Int8Array(256).fill(-1);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let at = 0; at < alphabet.length; at++) values[alphabet.charCodeAt(at)] = at;

const encoder = new TextEncoder();

/**
 * Decodes as apr_base64_decode: reads up to the first character outside the alphabet and ignores what follows, bits left over
 * included. A text without any base64 character gives no bytes.
 */
export function decodeBase64(text: string): Uint8Array {
  // Octets are read several times as fast as the characters of a text that is a part of another one, and what is decoded fits where
  // they were.
  const bytes = new Uint8Array(text.length);
  const { written: length } = encoder.encodeInto(text, bytes);
  let at = 0;
  let written = 0;
  for (; at + 3 < length; at += 4) {
    const group =
      (values[bytes[at]!]! << 18) |
      (values[bytes[at + 1]!]! << 12) |
      (values[bytes[at + 2]!]! << 6) |
      values[bytes[at + 3]!]!;
    if (group < 0) break;
    bytes[written] = group >> 16;
    bytes[written + 1] = group >> 8;
    bytes[written + 2] = group;
    written += 3;
  }
  // Fewer than four characters are left.
  let group = 0;
  let characters = 0;
  for (; at < length && values[bytes[at]!]! >= 0; at++, characters++)
    group = (group << 6) | values[bytes[at]!]!;
  if (characters === 2) bytes[written++] = group >> 4;
  if (characters === 3) {
    bytes[written++] = group >> 10;
    bytes[written++] = group >> 2;
  }
  return bytes.subarray(0, written);
}

/** The same as a byte string, of any length. */
export function decodeBase64Text(text: string): string {
  let decoded = '';
  for (const byte of decodeBase64(text)) decoded += String.fromCharCode(byte);
  return decoded;
}

const pairs: readonly string[] = Array.from(
  { length: 4096 },
  (_, at) => alphabet[at >> 6]! + alphabet[at & 63]!,
);

/** Standard alphabet with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let at = 0; at < whole; at += 3) {
    const group = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    text += pairs[group >> 12]! + pairs[group & 4095]!;
  }
  if (whole === bytes.length) return text;
  const group = (bytes[whole]! << 16) | ((bytes[whole + 1] ?? 0) << 8);
  const last = whole + 1 < bytes.length ? alphabet[(group >> 6) & 63]! : '=';
  return `${text}${pairs[group >> 12]!}${last}=`;
}
