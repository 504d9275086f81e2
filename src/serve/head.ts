import type { Fields } from '../content/handler.js';
import type { Exchange } from '../evaluate/exchange.js';
import { applyResponseHeaders } from '../evaluate/mod_headers.js';
import type { Table } from '../evaluate/table.js';

/**
 * The header section of an answer as an alternating list of names and values: what errors kept, then what the
 * request's phases and its content set, after the Header directives have edited both.
 */
export function finalFields(exchange: Exchange, banner: string, content: Fields): string[] {
  const { responseFields, errorFields } = exchange;
  if (responseFields.size > 0 || exchange.settings.mod_headers)
    return editedFields(exchange, banner, content);
  const list = ['Server', banner];
  if (errorFields.size > 0) pushTable(list, errorFields);
  for (const [name, value] of content) list.push(name, value);
  return list;
}

/** httpd tells no length of an empty entity to HEAD. */
export function withoutEmptyLength(content: Fields): Fields {
  return content.filter(([name, value]) => value !== '0' || !/^content-length$/i.test(name));
}

function editedFields(exchange: Exchange, banner: string, content: Fields): string[] {
  const { responseFields, errorFields } = exchange;
  const seen = new Set<string>();
  for (const [name, value] of content) {
    const lower = name.toLowerCase();
    if (seen.has(lower)) responseFields.add(name, value);
    else responseFields.set(name, value);
    seen.add(lower);
  }
  if (exchange.settings.mod_headers) applyResponseHeaders(exchange, 'answer');
  const list = ['Server', banner];
  pushTable(list, errorFields);
  pushTable(list, responseFields);
  return list;
}

/**
 * The header section of a built-in page or ErrorDocument text: what the phases set is dropped, save the place a redirect
 * leads to (`ap_send_error_response`).
 */
export function pageFields(exchange: Exchange, banner: string, content: Fields): string[] {
  const location = exchange.responseFields.get('Location') ?? exchange.errorFields.get('Location');
  if (exchange.settings.mod_headers) applyResponseHeaders(exchange, 'page');
  const list = ['Server', banner];
  pushTable(list, exchange.errorFields);
  if (location !== undefined && exchange.status >= 300 && exchange.status < 400)
    list.push('Location', location);
  for (const [name, value] of content) list.push(name, value);
  return list;
}

function pushTable(list: string[], table: Table): void {
  for (const [name, value] of table) list.push(name, value);
}
