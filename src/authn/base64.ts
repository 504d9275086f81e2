const alphabet = /^[A-Za-z0-9+/]*/;

/**
 * Decodes as apr_base64_decode does, which httpd and mod_auth_gssapi use for credentials: up to the first character outside the
 * standard alphabet (`=`, blank, `-`, anything), without asking for padding or for zero rest bits; a single last character is
 * dropped. Never fails; nothing decodable gives no bytes.
 */
export function decodeBase64(text: string): Buffer {
  return Buffer.from(alphabet.exec(text)![0], 'base64');
}

/** Decodes only what an encoder writes (RFC 4648 §4, canonical): each value has one form. Undefined for anything else. */
export function decodeCanonicalBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
