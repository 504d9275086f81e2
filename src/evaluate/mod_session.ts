import type { Exchange } from './exchange.js';
import { requestHeader } from './exchange.js';
import type { SessionRecord } from './session-record.js';

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
  const value = encodeSession(record);
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
  if (value !== undefined) decodeInto(record, value);
  return record;
}

/** The last cookie of the name, as httpd finds it; with SessionCookieRemove it is taken out of the request. */
function takeCookie(exchange: Exchange, name: string): string | undefined {
  const header = requestHeader(exchange, 'Cookie');
  if (header === undefined) return undefined;
  let found: string | undefined;
  const kept: string[] = [];
  for (const part of header.split(';')) {
    const text = part.trim();
    if (text.startsWith(`${name}=`)) found = text.slice(name.length + 1);
    else if (text !== '') kept.push(text);
  }
  if (found !== undefined && exchange.settings.mod_session_cookie?.remove) replaceCookies(exchange, kept);
  return found;
}

function replaceCookies(exchange: Exchange, kept: readonly string[]): void {
  if (kept.length === 0) exchange.requestFields.unset('Cookie');
  else exchange.requestFields.set('Cookie', kept.join('; '));
}

/** `a=b&c=d&expiry=…` with form encoding (mod_session's identity encoding). */
function decodeInto(record: SessionRecord, text: string): void {
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = formDecode(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? '' : formDecode(pair.slice(at + 1));
    if (name === 'expiry') record.expiry = /^\d{1,18}$/.test(value) ? Number(value) : 0;
    else if (name !== '') record.entries.set(name, value);
  }
}

function encodeSession(record: SessionRecord): string {
  const pairs: string[] = [];
  for (const [name, value] of record.entries) pairs.push(`${formEncode(name)}=${formEncode(value)}`);
  if (record.expiry !== 0) pairs.push(`expiry=${record.expiry}`);
  return pairs.join('&');
}

const formUnsafe = /[^A-Za-z0-9.\-*_ ]/g;

function formEncode(text: string): string {
  return text
    .replace(formUnsafe, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(/ /g, '+');
}

function formDecode(text: string): string {
  return text
    .replace(/\+/g, ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
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
