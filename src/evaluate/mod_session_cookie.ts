import type { SessionCookieSettings } from '../ruleset/mod_session.js';
import type { Exchange } from './exchange.js';
import { emptySession, type SessionRecord } from './session-record.js';
import { readSessionText } from './session-text.js';

/** The request the client sent: sessions are kept there. */
export function initialOf(exchange: Exchange): Exchange {
  let initial = exchange;
  while (initial.previous) initial = initial.previous;
  while (initial.main) initial = initial.main;
  return initial;
}

/**
 * The session in the request's cookie, read once a request; `undefined` where no cookie is named. With SessionCookieRemove httpd reads
 * it anew each time, from fields that have lost it then.
 */
export function keptSession(exchange: Exchange): SessionRecord | undefined {
  const settings = exchange.settings.mod_session_cookie;
  const name = settings?.cookie2?.name ?? settings?.cookie?.name;
  if (!settings || name === undefined) return undefined;
  const { sessions } = initialOf(exchange);
  const key = name.toLowerCase();
  const known = sessions.get(key);
  if (known && !settings.remove) return known;
  const record = emptySession();
  const text = takeCookie(exchange, name, settings.remove ?? false);
  if (text !== undefined) readSessionText(text, record);
  sessions.set(key, record);
  exchange.responseFields.add('Cache-Control', 'no-cache, private');
  return record;
}

/** Sends a session in each cookie that is named; one with nothing in it takes the cookies away. */
export function writeSession(exchange: Exchange, { maxAge }: SessionRecord, text: string): void {
  const { cookie, cookie2 } = exchange.settings.mod_session_cookie ?? {};
  if (cookie) writeCookie(exchange, 'Set-Cookie', cookie, text, maxAge);
  if (cookie2) writeCookie(exchange, 'Set-Cookie2', cookie2, text, maxAge);
}

/** What httpd sends behind a cookie whose line names no attributes (util_cookies.h). */
const usualAttributes = 'HttpOnly;Secure;Version=1';

function writeCookie(
  { errorFields, responseFields }: Exchange,
  field: string,
  { name, attributes }: NonNullable<SessionCookieSettings['cookie']>,
  text: string,
  maxAge: number,
): void {
  if (text === '') {
    responseFields.add(field, `${name}=;Max-Age=0;${attributes}`);
    errorFields.add(field, `${name}=;Max-Age=0;${attributes}`);
    return;
  }
  const age = maxAge === 0 ? '' : `Max-Age=${maxAge};`;
  errorFields.add(field, `${name}=${text};${age}${attributes || usualAttributes}`);
}

/** What is found of a cookie in the fields of a request. */
interface Search {
  readonly prefix: string;
  value: string | undefined;
  doubled: boolean;
}

/**
 * The cookie of the name from either field, none when there are different ones (`ap_cookie_read`); `remove` takes it out of the
 * request.
 */
function takeCookie(exchange: Exchange, name: string, remove: boolean): string | undefined {
  const { requestFields } = exchange;
  const search: Search = { prefix: `${name}=`, value: undefined, doubled: false };
  const kept: [string, string][] = [];
  for (const field of ['Cookie', 'Cookie2']) {
    for (const line of requestFields.all(field)) {
      const rest = withoutCookie(line, search);
      if (rest !== undefined) kept.push([field, rest]);
    }
  }
  if (search.doubled) {
    const message = `client submitted cookie '${name}' more than once: ${exchange.uri}`;
    exchange.recorder.log('error', 'AH00011', message);
    return undefined;
  }
  if (remove) {
    requestFields.unset('Cookie');
    requestFields.unset('Cookie2');
    for (const [field, line] of kept) requestFields.add(field, line);
  }
  return search.value;
}

/** The other cookies of a line with what stands between them; what begins with `$` belongs to the cookie in front of it. */
function withoutCookie(line: string, search: Search): string | undefined {
  let rest = '';
  let separator = '';
  let others = 0;
  let eat = false;
  for (const list of line.split(',')) {
    if (list === '') continue;
    for (const part of list.split(';')) {
      if (part === '') continue;
      const text = part.replace(/^[ \t-\r]+/, '');
      if (text.startsWith(search.prefix)) {
        const value = text.slice(search.prefix.length);
        if (search.value !== undefined && search.value !== value) search.doubled = true;
        search.value = value;
        eat = true;
      } else {
        if (!text.startsWith('$')) {
          others++;
          eat = false;
        }
        if (!eat) rest += rest === '' ? part : separator + part;
      }
      separator = ';';
    }
    separator = ',';
  }
  return others > 0 ? rest : undefined;
}
