import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { translateAlias } from './mod_alias.js';
import { translateProxy } from './mod_proxy.js';

/** The translate phase: upstream, alias or document root, in this order. */
export function translate(exchange: Exchange): Status {
  const proxied = exchange.program.has('mod_proxy') ? translateProxy(exchange) : undefined;
  if (proxied !== undefined) return proxied;
  if (exchange.program.has('mod_alias')) {
    const status = translateAlias(exchange);
    if (status !== ok) return status;
  }
  if (exchange.uri === '*') return ok;
  exchange.filename ??= exchange.program.host.core.documentRoot + exchange.uri;
  return ok;
}
