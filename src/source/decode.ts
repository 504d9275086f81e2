import { isUtf8 } from 'node:buffer';

/** The byte string (one code unit a byte) of a text that people wrote, as UTF-8. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * A byte string for people: as UTF-8 where it is that, else byte by byte as Latin-1. Characters that are no bytes, such as those of our
 * own words around it, stay as they are. Loses nothing.
 */
export function textOf(bytes: string): string {
  const buffer = Buffer.from(bytes.replace(/[^\0-\xff]+/g, bytesOf), 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : bytes;
}

/** A byte string on one line as httpd's log shows it: control characters and bytes beyond ASCII as `\n` or `\xhh`. */
export function escapedBytes(bytes: string): string {
  return bytes.replace(/[\\\0-\x1f\x7f-\xff]/g, (byte) => shortEscapes[byte] ?? hexEscape(byte));
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function hexEscape(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
