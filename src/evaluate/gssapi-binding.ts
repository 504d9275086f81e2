import type { Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { type Attempt, fail } from './gssapi-attempt.js';

/** Whether tickets must belong to their connection here. */
export const requiresBinding = ({ settings }: Exchange): boolean =>
  settings.mod_kerbgate?.channelBinding === 'required';

/** What tickets are compared with: the channel binding of this connection, where that counts and there is one. */
export function bindingsOf({ settings, connection }: Exchange): { readonly bindings?: string } {
  const { channelBinding = 'off' } = settings.mod_kerbgate ?? {};
  const bindings = channelBinding === 'off' ? undefined : connection.tls?.endPoint;
  return bindings === undefined ? {} : { bindings };
}

/** Whether a ticket that belongs to another connection would be refused. */
export const comparesBindings = (exchange: Exchange): boolean => bindingsOf(exchange).bindings !== undefined;

/** Refuses at once where no ticket could belong to the connection. */
export function refuseUnbindable(attempt: Attempt): Status | undefined {
  const { exchange } = attempt;
  if (!requiresBinding(exchange) || exchange.connection.tls?.endPoint !== undefined) return undefined;
  const why = exchange.connection.tls
    ? "none is defined for the signature of the server's certificate"
    : 'this is not a TLS connection';
  return fail(attempt, 'AUTH NOT ALLOWED', `KerbgateChannelBinding required, but ${why}`);
}

/** Refuses a login that does not belong to the connection where it must; its token is not sent. */
export function refuseUnbound(attempt: Attempt, isBound: boolean): Status | undefined {
  if (isBound || !requiresBinding(attempt.exchange)) return undefined;
  attempt.token = undefined;
  return fail(attempt, 'AUTH NOT ALLOWED', 'KerbgateChannelBinding required, but the client has sent none');
}

const variable = 'KERBGATE_CHANNEL_BOUND';

/** Whether the login of an outer request belongs to the connection, as its place demands or its variables tell. */
export const belongsToConnection = (outer: Exchange): boolean =>
  requiresBinding(outer) || outer.gssapi?.get(variable) === '1';

/** Tells whether a login belongs to its connection, where that was looked at. */
export function boundVariable(
  { settings }: Exchange,
  isBound: boolean | undefined,
): (readonly [string, string])[] {
  const { channelBinding = 'off' } = settings.mod_kerbgate ?? {};
  return channelBinding !== 'off' && isBound ? [[variable, '1']] : [];
}
