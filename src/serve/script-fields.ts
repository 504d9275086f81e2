import type { Fields } from '../content/handler.js';
import type { Exchange } from '../evaluate/exchange.js';

/** What a script said before it handed the request back goes with whatever answers in the end. */
export function keepField(exchange: Exchange, name: string, value: string): void {
  if (/^location$/i.test(name)) exchange.responseFields.set(name, value);
  else if (/^set-cookie2?$/i.test(name)) exchange.errorFields.add(name, value);
  else exchange.errorFields.merge(name, value);
}

const ofContent = /^(?:content-|last-modified$|etag$|location$|accept-ranges$)/i;

/** A program's fields join those of the same name that the request's phases set (`ap_scan_script_header_err`). */
export function programFields(exchange: Exchange, fields: Fields): Fields {
  exchange.errorFields.compress();
  return fields.filter(([name, value]) => {
    if (ofContent.test(name)) return true;
    keepField(exchange, name, value);
    return false;
  });
}
