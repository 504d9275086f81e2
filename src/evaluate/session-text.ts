/** mod_session's form of a session: what modules left in it, in order, and when it ends. All texts are byte strings. */
export interface SessionEntries {
  readonly entries: readonly (readonly [key: string, value: string])[];
  /** Microseconds since 1970; absent when the session has no end. */
  readonly expiry?: bigint;
}

const expiryKey = 'expiry';

/**
 * Reads mod_session's identity encoding (`key=value&…`, url-encoded), the part of a cookie's value before attributes. As httpd does:
 * pairs that are encoded badly are left out, an empty value removes its key, and the last of equal keys (in any case) counts.
 */
export function decodeSessionEntries(text: string): SessionEntries {
  const entries = new Map<string, readonly [string, string]>();
  let expiry = 0n;
  for (const pair of text.split('&')) {
    const [key = '', value = ''] = splitPair(pair);
    const [name, content] = [unescapeText(key), unescapeText(value)];
    if (key === '') continue;
    if (value === '') entries.delete(key.toLowerCase());
    else if (name === undefined || content === undefined) continue;
    else if (name === expiryKey) expiry = leadingNumber(content);
    else entries.set(name.toLowerCase(), [entries.get(name.toLowerCase())?.[0] ?? name, content]);
  }
  return { entries: [...entries.values()], ...(expiry === 0n ? {} : { expiry }) };
}

/** apr_strtok skips separators in front, so `==k==v` reads as `k` and `=v`. */
function splitPair(pair: string): readonly string[] {
  const match = /^=*([^=]+)(?:=([\s\S]*))?$/.exec(pair);
  return match ? [match[1]!, match[2] ?? ''] : [];
}

/** apr_atoi64: blanks, a sign, digits, and whatever follows; limited to 64 bits. */
function leadingNumber(text: string): bigint {
  const match = /^[ \t\n\v\f\r]*([+-]?)(\d+)/.exec(text);
  if (!match) return 0n;
  const size = BigInt(match[2]!);
  const value = match[1] === '-' ? -size : size;
  return value > 0x7fffffffffffffffn ? 0x7fffffffffffffffn : value;
}

/** ap_unescape_urlencoded; undefined for a broken escape and for NUL. */
function unescapeText(text: string): string | undefined {
  const spaced = text.replaceAll('+', ' ');
  if (/%(?![0-9A-Fa-f]{2})|%00|\0/.test(spaced)) return undefined;
  return spaced.replaceAll(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Writes mod_session's identity encoding exactly as httpd does: entries in order, `expiry` last, lower-case hexadecimal. */
export function encodeSessionEntries(session: SessionEntries): string {
  const pairs = session.entries.map(([key, value]) => `${escapeText(key)}=${escapeText(value)}`);
  if (session.expiry) pairs.push(`${expiryKey}=${session.expiry}`);
  return pairs.join('&');
}

/** ap_escape_urlencoded: letters, digits and `.-*_` stay, a space becomes `+`. */
function escapeText(text: string): string {
  return text
    .replaceAll(
      /[^A-Za-z0-9.\-*_ ]/g,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .replaceAll(' ', '+');
}
