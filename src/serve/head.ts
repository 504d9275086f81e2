import type { Fields } from '../content/handler.js';
import type { Exchange } from '../evaluate/exchange.js';
import { applyExpires } from '../evaluate/mod_expires.js';
import { applyResponseHeaders } from '../evaluate/mod_headers.js';
import { saveSession } from '../evaluate/mod_session.js';
import { startPage } from '../evaluate/page-fields.js';
import { Table } from '../evaluate/table.js';

/**
 * The header section of an answer as an alternating list of names and values: what errors kept, then what the
 * request's phases and its content set, after the Header directives have edited both.
 */
export function finalFields(exchange: Exchange, banner: string, content: Fields, status = 200): string[] {
  const proxied = exchange.proxy !== undefined;
  // The fields of an upstream take the place of all that were set before it was asked.
  if (proxied) exchange.responseFields = Table.empty();
  const { responseFields, errorFields } = exchange;
  const { mod_headers, mod_expires, mod_session } = exchange.settings;
  if (responseFields.size === 0 && !mod_headers && !mod_expires && !mod_session)
    return collect(banner, proxied, errorFields, content);
  mergeContent(exchange, content);
  if (mod_expires && status < 400)
    applyExpires(exchange, responseFields.get('Content-Type') ?? exchange.contentType);
  if (mod_session) saveSession(exchange);
  if (mod_headers) applyTo(exchange, proxied);
  return collect(banner, proxied, errorFields, responseFields);
}

/** The header section of an answer that no Header directive has a part in. */
export function plainFields(exchange: Exchange, banner: string, content: Fields): string[] {
  mergeContent(exchange, content);
  return collect(banner, false, exchange.errorFields, exchange.responseFields);
}

/** While a handler runs, it has a name even where only the media type has chosen it (`ap_invoke_handler`). */
function applyTo(exchange: Exchange, proxied: boolean): void {
  const { handler, contentType, responseFields } = exchange;
  const changed = proxied ? undefined : responseFields.get('Last-Modified');
  if (changed !== undefined) exchange.modified = Date.parse(changed) || 0;
  if (!proxied) exchange.handler ??= contentType?.split(';', 1)[0] ?? 'default-handler';
  exchange.contentType = responseFields.get('Content-Type') ?? contentType;
  applyResponseHeaders(exchange, 'answer');
  exchange.handler = handler;
}

/** What content says takes the place of what the phases set under the same name. */
function mergeContent({ responseFields }: Exchange, content: Fields): void {
  const seen = new Set<string>();
  for (const [name, value] of content) {
    const lower = name.toLowerCase();
    if (seen.has(lower)) responseFields.add(name, value);
    else responseFields.set(name, value);
    seen.add(lower);
  }
}

/** The header section of a built-in page or ErrorDocument text. */
export function pageFields(exchange: Exchange, banner: string, content: Fields): string[] {
  startPage(exchange);
  if (exchange.settings.mod_expires) applyExpires(exchange, exchange.contentType);
  if (exchange.settings.mod_session) saveSession(exchange);
  if (exchange.settings.mod_headers) applyResponseHeaders(exchange, 'page');
  const { responseFields, errorFields } = exchange;
  const list = collect(banner, false, errorFields, responseFields);
  for (const [name, value] of content)
    if (name !== 'Content-Type' || !(errorFields.has(name) || responseFields.has(name)))
      list.push(name, value);
  return list;
}

/** httpd tells no length of an empty entity to HEAD. */
export function withoutEmptyLength(content: Fields): Fields {
  return content.filter(([name, value]) => value !== '0' || !/^content-length$/i.test(name));
}

/** Server and Date of this server's own answers cannot be changed; those of an upstream are passed on. */
function collect(banner: string, proxied: boolean, errors: Table, rest: Table | Fields): string[] {
  const list = proxied ? [] : ['Server', banner];
  const vary: string[] = [];
  let server = !proxied;
  const put = (name: string, value: string): void => {
    if (name.length === 4 && name.toLowerCase() === 'vary') {
      addVary(vary, value);
      return;
    }
    if (name.length === 6 && name.toLowerCase() === 'server') {
      if (!proxied) return;
      server = true;
    } else if (!proxied && name.length === 4 && name.toLowerCase() === 'date') return;
    list.push(name, value);
  };
  errors.each(put);
  if (rest instanceof Table) rest.each(put);
  else for (const [name, value] of rest) put(name, value);
  if (vary.length > 0) list.push('Vary', vary.join(','));
  if (!server) list.push('Server', banner);
  return list;
}

/** All that answers vary by is told in one field, each name once (`fixup_vary`). */
function addVary(vary: string[], value: string): void {
  for (const name of value.split(/[,\s]+/)) {
    const lower = name.toLowerCase();
    if (name !== '' && !vary.some((known) => known.toLowerCase() === lower)) vary.push(name);
  }
}
