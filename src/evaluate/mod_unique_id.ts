import type { Exchange } from './exchange.js';
import { newUniqueId, requestLogId } from './log-ids.js';
import { namedValue } from './named-values.js';
import { observe } from './observe.js';

/** Gives a request its UNIQUE_ID, which an internal redirect keeps, and which is its name in the log, too (mod_unique_id). */
export function setUniqueId(exchange: Exchange): void {
  if (!exchange.program.loads.mod_unique_id) return;
  const kept = exchange.previous && namedValue(exchange.env, 'REDIRECT_UNIQUE_ID');
  exchange.env.set('UNIQUE_ID', kept ?? requestLogId(exchange) ?? newUniqueId(exchange));
  observe(exchange, 'mod_unique_id');
}
