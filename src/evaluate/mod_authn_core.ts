import type { Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { computedText } from './expression.js';

/** The AuthType in force; `undefined` when there is none or it is None. */
export function authTypeOf(exchange: Exchange): string | undefined {
  const setting = exchange.settings.mod_authn_core?.authType;
  if (setting === undefined) return undefined;
  const type = computedText(setting, exchange, 'AH02834', 'AuthType expression could not be evaluated');
  return type?.toLowerCase() === 'none' ? undefined : type;
}

/** The same in lower case. */
export function lowerAuthTypeOf(exchange: Exchange): string | undefined {
  return exchange.node.gate.plainAuthType ?? authTypeOf(exchange)?.toLowerCase();
}

/** Whether the AuthType in force is `name` (in lower case). */
export function isAuthType(exchange: Exchange, name: string): boolean {
  return lowerAuthTypeOf(exchange) === name;
}

/** AuthName as challenges carry it, with a backslash before each quote that has none. */
export function realmOf(exchange: Exchange): string | undefined {
  const setting = exchange.settings.mod_authn_core?.authName;
  if (setting === undefined) return undefined;
  const name = computedText(setting, exchange, 'AH02835', 'AuthName expression could not be evaluated');
  return name?.replace(/\\[\s\S]|"/g, (found) => (found === '"' ? '\\"' : found));
}

/** The last authenticator: an AuthType nobody served is a broken configuration (mod_authn_core). */
export function authenticateNobody(exchange: Exchange): Status {
  const type = authTypeOf(exchange);
  if (type === undefined) {
    exchange.recorder.log('error', 'AH00025', `configuration error:  couldn't check user: ${exchange.uri}`);
  } else {
    exchange.recorder.log('error', 'AH01796', `AuthType ${type} configured without corresponding module`);
  }
  return 500;
}
