import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { coversMethod } from './method-set.js';

/** Lets the methods through that AllowMethods names; HEAD goes with GET (mod_allowmethods). */
export function checkMethod({ settings, method, filename, uri, recorder }: Exchange): Status {
  const methods = settings.mod_allowmethods?.methods;
  if (methods === undefined || methods === 'reset') return ok;
  const names = methods.includes('HEAD') ? [...methods, 'GET'] : methods;
  if (coversMethod({ names, except: false }, method)) return ok;
  const message = `client method denied by server configuration: '${method}' to ${filename ?? `uri ${uri}`}`;
  recorder.log('error', 'AH01623', message);
  return 405;
}
