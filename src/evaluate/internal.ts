import { type Exchange, startExchange } from './exchange.js';
import { copyNamedValues, lastNamedValues } from './named-values.js';

/** How many internal redirects and how many nested subrequests a request may cause, unless LimitInternalRecursion says otherwise. */
const usualLimit = { redirects: 10, subrequests: 10 };

/** Whether one more internal redirect would go too far. */
export function redirectsExceeded(exchange: Exchange): boolean {
  const limit = exchange.program.host.core.limitInternalRecursion ?? usualLimit;
  let redirects = 0;
  let nested = 0;
  for (let at: Exchange | undefined = exchange; at; at = at.previous ?? at.main) {
    if (at.previous && ++redirects >= limit.redirects) return true;
    if (at.main && ++nested >= limit.subrequests) return true;
  }
  return false;
}

/**
 * A new request on this server that takes the place of `exchange` (`ap_internal_redirect`): same fields, status kept, variables
 * renamed to REDIRECT_*.
 */
export function internalRedirect(exchange: Exchange, method: string): Exchange {
  const next = startExchange(exchange.program, exchange.facts, exchange.recorder);
  next.previous = exchange;
  exchange.next = next;
  next.main = exchange.main;
  next.method = method;
  next.host = exchange.host;
  next.status = exchange.status;
  next.requestFields = exchange.requestFields;
  next.errorFields = exchange.errorFields;
  keepFields(exchange, next);
  if (exchange.hasEnv)
    for (const [name, value] of lastNamedValues(exchange.env)) next.env.set(`REDIRECT_${name}`, value);
  next.env.set('REDIRECT_STATUS', String(exchange.status));
  return next;
}

/** Where a redirect leads stays, and what the answer varies by where a rule of a section leads on. */
function keepFields({ status, responseFields, notes }: Exchange, next: Exchange): void {
  const location = status >= 300 && status < 400 ? responseFields.get('Location') : undefined;
  if (location !== undefined) next.responseFields.set('Location', location);
  const vary = notes.has('redirect-keeps-vary') ? responseFields.get('Vary') : undefined;
  if (vary !== undefined) next.responseFields.set('Vary', vary);
}

/** A look-up on behalf of `exchange`, always a GET (`ap_sub_req_lookup_uri`). */
export function subrequest(exchange: Exchange): Exchange {
  const inner = startExchange(exchange.program, exchange.facts, exchange.recorder);
  inner.main = exchange;
  inner.method = 'GET';
  // httpd keeps the name and forgets the port.
  inner.host = exchange.host && { ...exchange.host, port: undefined };
  inner.requestFields = exchange.requestFields.copy();
  if (exchange.hasEnv) copyNamedValues(exchange.env, inner.env);
  return inner;
}
