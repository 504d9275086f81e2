import type { Exchange } from './exchange.js';
import { requestHeader } from './exchange.js';
import type { SessionRecord } from './session-record.js';
import { decodeSessionEntries, encodeSessionEntries } from './session-text.js';

/** The request the client sent: sessions are kept there (mod_session_cookie). */
export function initialOf(exchange: Exchange): Exchange {
  let initial = exchange;
  while (initial.previous || initial.main) initial = initial.main ?? initial.previous!;
  return initial;
}

/** Loads the session of this request, or makes an empty one; `undefined` where sessions are off or have no cookie. */
export function loadSession(exchange: Exchange): SessionRecord | undefined {
  const settings = exchange.settings.mod_session;
  if (!settings?.enabled || !included(exchange)) return undefined;
  const cookies = exchange.settings.mod_session_cookie;
  const name = cookies?.cookie2?.name ?? cookies?.cookie?.name;
  if (name === undefined) {
    exchange.recorder.log(
      'warn',
      'AH01815',
      `session is enabled but no session modules have been configured, session not loaded: ${exchange.uri}`,
    );
    return undefined;
  }
  const holder = initialOf(exchange);
  const known = holder.sessions.get(name);
  const record = known ?? readCookie(exchange, name);
  if (!known) {
    holder.sessions.set(name, record);
    exchange.responseFields.add('Cache-Control', 'no-cache, private');
  }
  if (record.expiry !== 0 && record.expiry < now(exchange)) forget(record);
  const maxAge = settings.maxAge ?? 0;
  if (maxAge > 0) {
    if (record.expiry === 0) record.expiry = now(exchange) + maxAge * 1e6;
    record.maxAge = maxAge;
  }
  return record;
}

/** Writes the session's cookie where it changed, or where its age is renewed with every answer (mod_session). */
export function saveSession(exchange: Exchange): void {
  const record = loadSession(exchange);
  if (!record || record.written) return;
  const maxAge = exchange.settings.mod_session?.maxAge ?? 0;
  if (record.expiry !== 0 && record.expiry < now(exchange)) return;
  if (maxAge > 0) {
    record.expiry = now(exchange) + maxAge * 1e6;
    record.maxAge = maxAge;
  }
  if (!record.dirty && record.maxAge === 0) return;
  record.written = true;
  writeCookies(exchange, record);
}

function writeCookies(exchange: Exchange, record: SessionRecord): void {
  const cookies = exchange.settings.mod_session_cookie!;
  const value = encodeSessionEntries({
    entries: [...record.entries],
    ...(record.expiry === 0 ? {} : { expiry: BigInt(record.expiry) }),
  });
  const age = record.maxAge > 0 ? `Max-Age=${record.maxAge};` : '';
  for (const [field, cookie] of [
    ['Set-Cookie', cookies.cookie],
    ['Set-Cookie2', cookies.cookie2],
  ] as const) {
    if (!cookie) continue;
    if (value === '') exchange.errorFields.add(field, `${cookie.name}=;Max-Age=0;${cookie.attributes}`);
    else exchange.errorFields.add(field, `${cookie.name}=${value};${age}${cookie.attributes}`);
  }
}

function readCookie(exchange: Exchange, name: string): SessionRecord {
  const record: SessionRecord = { entries: new Map(), expiry: 0, maxAge: 0, dirty: false, written: false };
  const value = takeCookie(exchange, name);
  if (value === undefined) return record;
  const { entries, expiry } = decodeSessionEntries(value);
  for (const [key, content] of entries) record.entries.set(key, content);
  record.expiry = Number(expiry ?? 0n);
  return record;
}

const cookieHeaders = ['Cookie', 'Cookie2'] as const;

/**
 * The cookie of the name from either header, none when there are different ones; with SessionCookieRemove it is taken out of
 * the request (`ap_cookie_read`).
 */
function takeCookie(exchange: Exchange, name: string): string | undefined {
  const found = new Set<string>();
  const kept = cookieHeaders.map((header) => withoutCookie(requestHeader(exchange, header), name, found));
  if (found.size > 1) {
    const message = `client submitted cookie '${name}' more than once: ${exchange.uri}`;
    exchange.recorder.log('error', 'AH00011', message);
    return undefined;
  }
  if (found.size === 1 && exchange.settings.mod_session_cookie?.remove) {
    cookieHeaders.forEach((header, at) => void replaceCookies(exchange, header, kept[at]!));
  }
  return [...found][0];
}

/** The other cookies of a header; values of the name are put into `found`. */
function withoutCookie(header: string | undefined, name: string, found: Set<string>): readonly string[] {
  const kept: string[] = [];
  for (const part of (header ?? '').split(/[;,]/)) {
    const text = part.trim();
    if (text.startsWith(`${name}=`)) found.add(text.slice(name.length + 1));
    else if (text !== '') kept.push(text);
  }
  return kept;
}

function replaceCookies(exchange: Exchange, header: string, kept: readonly string[]): void {
  if (kept.length === 0) exchange.requestFields.unset(header);
  else exchange.requestFields.set(header, kept.join('; '));
}

function included(exchange: Exchange): boolean {
  const settings = exchange.settings.mod_session!;
  const covers = (prefixes: readonly string[] | undefined) =>
    prefixes?.some((prefix) => exchange.uri.startsWith(prefix));
  if (settings.include && settings.include.length > 0 && !covers(settings.include)) return false;
  return !covers(settings.exclude);
}

function forget(record: SessionRecord): void {
  record.entries.clear();
  record.expiry = 0;
}

function now(exchange: Exchange): number {
  return exchange.facts.time * 1000;
}
