import type { SessionSettings } from '../ruleset/mod_session.js';
import type { Exchange } from './exchange.js';
import { keptSession, writeSession } from './mod_session_cookie.js';
import { setNamedValue } from './named-values.js';
import { emptySession, type SessionRecord } from './session-record.js';
import { readSessionText, sessionText } from './session-text.js';

/**
 * Loads the session of this request, or makes an empty one; `undefined` where sessions are off or have no cookie. One that has ended
 * stays kept: each load gives another empty one in its place.
 */
export function loadSession(exchange: Exchange): SessionRecord | undefined {
  const settings = exchange.settings.mod_session;
  if (!settings?.enabled || !included(settings, exchange)) return undefined;
  const kept = keptSession(exchange);
  if (!kept) {
    exchange.recorder.log(
      'warn',
      'AH01815',
      `session is enabled but no session modules have been configured, session not loaded: ${exchange.uri}`,
    );
    return undefined;
  }
  const record = hasEnded(kept, exchange) ? emptySession() : kept;
  const { maxAge = 0 } = settings;
  if (maxAge === 0) return record;
  if (record.expiry === 0n) record.expiry = after(maxAge, exchange);
  record.maxAge = maxAge;
  return record;
}

/** The fixup phase: content finds the session loaded, and in a variable where SessionEnv says so. */
export function fixupSession(exchange: Exchange): void {
  const record = loadSession(exchange);
  if (!exchange.settings.mod_session?.env) return;
  if (record) setNamedValue(exchange.env, 'HTTP_SESSION', sessionText(record));
  exchange.requestFields.unset('Session');
}

/**
 * When the answer is about to be sent: takes what content left for the session in the field of SessionHeader, and writes the session
 * where it changed or its age is renewed.
 */
export function saveSession(exchange: Exchange): void {
  const settings = exchange.settings.mod_session;
  const record = settings && loadSession(exchange);
  if (!record || record.written) return;
  if (settings.header !== undefined) takeField(settings.header, record, exchange);
  if (hasEnded(record, exchange)) {
    const message = `attempt made to save a session when the session had already expired, session not saved: ${exchange.uri}`;
    exchange.recorder.log('warn', 'AH01819', message);
    return;
  }
  if (!renew(record, settings, exchange)) return;
  record.written = true;
  writeSession(exchange, record, sessionText(record));
}

function takeField(name: string, record: SessionRecord, { errorFields, responseFields }: Exchange): void {
  const text = errorFields.get(name) ?? responseFields.get(name);
  if (text === undefined) return;
  errorFields.unset(name);
  responseFields.unset(name);
  readSessionText(text, record);
  record.dirty = true;
}

/** Moves the end of a session; `false` where nothing changed that is worth writing. */
function renew(record: SessionRecord, settings: SessionSettings, exchange: Exchange): boolean {
  const { expiry, dirty } = record;
  const { maxAge = 0, expiryUpdateInterval = 0 } = settings;
  if (maxAge !== 0) record.maxAge = maxAge;
  if (maxAge !== 0 || (dirty && record.maxAge !== 0)) record.expiry = after(record.maxAge, exchange);
  if (dirty) return true;
  if (expiryUpdateInterval !== 0 && record.expiry - expiry < BigInt(expiryUpdateInterval) * 1_000_000n)
    return false;
  return record.maxAge !== 0;
}

function included({ include, exclude }: SessionSettings, { uri, recorder }: Exchange): boolean {
  const covers = (prefixes: readonly string[] | undefined) =>
    prefixes?.some((prefix) => uri.startsWith(prefix)) ?? false;
  if ((!include || include.length === 0 || covers(include)) && !covers(exclude)) return true;
  recorder.log('debug', 'AH01814', `excluded by configuration for: ${uri}`);
  return false;
}

const hasEnded = ({ expiry }: SessionRecord, exchange: Exchange): boolean =>
  expiry !== 0n && expiry < now(exchange);

/** In 64 bits, as httpd counts: an end too far away is one long ago. */
const after = (seconds: number, exchange: Exchange): bigint =>
  BigInt.asIntN(64, now(exchange) + BigInt(seconds) * 1_000_000n);

const now = ({ facts }: Exchange): bigint => BigInt(Math.floor(facts.time)) * 1000n;
