const values = new Int8Array(256).fill(-1);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let at = 0; at < alphabet.length; at++) values[alphabet.charCodeAt(at)] = at;

/**
 * Decodes as apr_base64_decode: reads up to the first character outside the alphabet and ignores what follows, bits left over
 * included. A text without any base64 character gives no bytes.
 */
export function decodeBase64(text: string): Uint8Array {
  let count = 0;
  while (count < text.length && values[text.charCodeAt(count) & 0xff]! >= 0) count++;
  const bytes = new Uint8Array(Math.floor((count * 3) / 4));
  let written = 0;
  for (let at = 0; at < count && written < bytes.length; at += 4) {
    const group =
      (valueAt(text, at, count) << 18) |
      (valueAt(text, at + 1, count) << 12) |
      (valueAt(text, at + 2, count) << 6) |
      valueAt(text, at + 3, count);
    bytes[written++] = group >> 16;
    if (written < bytes.length) bytes[written++] = (group >> 8) & 0xff;
    if (written < bytes.length) bytes[written++] = group & 0xff;
  }
  return bytes;
}

function valueAt(text: string, at: number, count: number): number {
  return at < count ? values[text.charCodeAt(at)]! : 0;
}

/** Standard alphabet with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]!;
    text += at + 1 < bytes.length ? alphabet[(group >> 6) & 63]! : '=';
    text += at + 2 < bytes.length ? alphabet[group & 63]! : '=';
  }
  return text;
}
