import type { SessionRecord } from './session-record.js';

/** The content of a session. */
type Content = Pick<SessionRecord, 'entries' | 'expiry'>;

const expiryKey = 'expiry';

/**
 * Reads mod_session's identity encoding (`key=value&…`, url-encoded) into a session. As httpd does: pairs that are encoded badly are
 * left out, an empty value removes its key, and the last of equal keys (in any case) counts. All texts are byte strings.
 */
export function readSessionText(text: string, into: Content): void {
  for (const pair of text.split('&')) {
    const [key = '', value = ''] = splitPair(pair);
    if (key === '') continue;
    if (value === '') {
      into.entries.unset(key);
      continue;
    }
    const [name, content] = [unescapeText(key), unescapeText(value)];
    if (name === undefined || content === undefined) continue;
    if (name === expiryKey) into.expiry = leadingNumber(content);
    else into.entries.set(name, content);
  }
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
  if (value > 0x7fffffffffffffffn) return 0x7fffffffffffffffn;
  return value < -0x8000000000000000n ? -0x8000000000000000n : value;
}

/** ap_unescape_urlencoded; undefined for a broken escape and for NUL. */
function unescapeText(text: string): string | undefined {
  if (!/[%+\0]/.test(text)) return text;
  const spaced = text.replaceAll('+', ' ');
  if (/%(?![0-9A-Fa-f]{2})|%00|\0/.test(spaced)) return undefined;
  let plain = '';
  let from = 0;
  for (let at = spaced.indexOf('%'); at !== -1; at = spaced.indexOf('%', from)) {
    plain += spaced.slice(from, at) + String.fromCharCode(Number.parseInt(spaced.slice(at + 1, at + 3), 16));
    from = at + 3;
  }
  return plain + spaced.slice(from);
}

/**
 * Writes mod_session's identity encoding exactly as httpd does: entries in order, lower-case hexadecimal. The end of the session becomes
 * an entry, too.
 */
export function sessionText({ entries, expiry }: Content): string {
  if (expiry !== 0n) entries.set(expiryKey, String(expiry));
  return [...entries].map(([key, value]) => `${escapeText(key)}=${escapeText(value)}`).join('&');
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
