import { ok, type Status } from './decision.js';
import type { Eventual } from './eventual.js';
import type { Exchange } from './exchange.js';
import { challengeField, credentialsOf } from './login-fields.js';
import { isAuthType } from './mod_authn_core.js';
import type { Evaluation } from './need.js';

/** Whether a request that may pass without a login brings what one may be made of, where that counts (KerbgateOptionalLogin). */
export function offersLogin(exchange: Exchange): boolean {
  if (!exchange.node.gate.says.mod_kerbgate) return false;
  const { mod_kerbgate, mod_auth_gssapi } = exchange.settings;
  if (!mod_kerbgate?.optionalLogin || !isAuthType(exchange, 'gssapi')) return false;
  return credentialsOf(exchange) !== undefined || mod_auth_gssapi?.useSessions === true;
}

/** Variables that tell why a login failed; all others of a failed login would tell of a user who is none. */
const causes = ['MAG_ERROR', 'MAG_ERROR_TEXT', 'GSS_ERROR_MAJ', 'GSS_ERROR_MIN'];

/**
 * Logs in whoever offers it; whether there is a user then. Where it fails the request goes on as it was: nobody is known, and no
 * challenge is sent.
 */
export function* tryLogin(
  exchange: Exchange,
  authenticate: (exchange: Exchange) => Eventual<Status>,
): Evaluation<boolean> {
  const env = new Map(exchange.env);
  const field = challengeField(exchange);
  const challenges = exchange.errorFields.all(field);
  const begun = authenticate(exchange);
  const status = typeof begun === 'object' ? yield* begun : begun;
  if (status === ok && exchange.user !== undefined) return true;
  for (const name of causes) {
    const value = exchange.env.get(name);
    if (value !== undefined) env.set(name, value);
  }
  exchange.env = env;
  exchange.errorFields.unset(field);
  for (const value of challenges) exchange.errorFields.add(field, value);
  exchange.user = undefined;
  exchange.authType = undefined;
  exchange.gssapi = undefined;
  return false;
}
