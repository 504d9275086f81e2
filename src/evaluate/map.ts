import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { translateAlias } from './mod_alias.js';
import { translateProxy } from './mod_proxy.js';
import { removeDots } from './path.js';

/** The translate phase: upstream, alias or document root, in this order. */
export function translate(exchange: Exchange): Status {
  if (exchange.throughProxy) return ok;
  const proxied = exchange.program.loads.mod_proxy ? translateProxy(exchange) : undefined;
  if (proxied !== undefined) return proxied;
  if (exchange.program.loads.mod_alias) {
    const status = translateAlias(exchange);
    if (status !== ok) return status;
  }
  if (exchange.uri === '*') return ok;
  if (exchange.filename === undefined && !exchange.uri.startsWith('/')) {
    exchange.recorder.log('error', 'AH00126', `Invalid URI in request '${exchange.uri}'`);
    return 400;
  }
  exchange.filename ??= exchange.program.host.core.documentRoot + exchange.uri;
  return ok;
}

/** The file below DocumentRoot that a path stands for (`ap_core_translate`); 403 for one that climbs out of it. */
export function documentFile(exchange: Exchange, path: string): Status {
  const normal = removeDots(`/${path.replace(/^\/+/, '')}`, true);
  if (normal === undefined) {
    exchange.recorder.log('error', 'AH00127', `Cannot map ${exchange.facts.target} to file`);
    return 403;
  }
  exchange.filename = exchange.program.host.core.documentRoot.replace(/\/$/, '') + normal;
  return ok;
}
