import { decodeBase64 } from './base64.js';

/** The first word, as written, and what follows it without leading blanks. */
export function splitWord(header: string): readonly [string, string] {
  const text = header.trimStart();
  const at = text.search(/[ \t]/);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at).trimStart()];
}

/** The scheme in lower case and what follows it without leading blanks. */
export function splitScheme(header: string): readonly [string, string] {
  const [scheme, rest] = splitWord(header);
  return [scheme.toLowerCase(), rest];
}

/** User and password of Basic credentials; what follows a NUL does not count, as in httpd. */
export function splitBasic(
  credentials: string,
): { readonly user: string; readonly password: string } | undefined {
  const bytes = decodeBase64(credentials);
  if (!bytes) return undefined;
  const text = String.fromCharCode(...bytes.subarray(0, 8192)).split('\0', 1)[0]!;
  const at = text.indexOf(':');
  return at === -1 ? { user: text, password: '' } : { user: text.slice(0, at), password: text.slice(at + 1) };
}
