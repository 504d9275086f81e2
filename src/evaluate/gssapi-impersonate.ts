import type { AcceptorSettings } from '../gssapi/acceptor.js';
import { ok } from './decision.js';
import type { Exchange } from './exchange.js';
import { acceptorOf } from './gssapi-acceptor.js';
import { type Attempt, fail, failGss, tell } from './gssapi-attempt.js';
import { complete } from './mod_auth_gssapi.js';
import { isAuthType } from './mod_authn_core.js';
import { loadSession } from './mod_session.js';
import { ask, type Evaluation } from './need.js';

/**
 * GssapiImpersonate: gets a ticket for a user that another module has logged in, on the service's word alone (S4U2Self). Whatever fails,
 * the request goes on as it was.
 */
export function* impersonateUser(exchange: Exchange): Evaluation<void> {
  const settings = exchange.settings.mod_auth_gssapi;
  if (!settings?.impersonate || isAuthType(exchange, 'gssapi')) return;
  if (exchange.user === undefined) {
    tell(exchange, 'info', 'Authentication user not found, skipping impersonation.');
    return;
  }
  const attempt: Attempt = {
    exchange,
    settings,
    sendNegotiate: false,
    scheme: 'Impersonate',
    token: undefined,
    bound: undefined,
  };
  const acceptor: AcceptorSettings = { ...acceptorOf(exchange, settings), both: true };
  const outcome = yield* ask({ need: 'impersonate', user: exchange.user, acceptor });
  if (outcome.kind === 'no-credential') {
    failGss(attempt, 'gss_acquire_cred[_from]() failed to get server creds', outcome.failure);
  } else if (outcome.kind === 'failure') {
    failGss(attempt, 'In S4U2Self: gss_acquire_cred_impersonate_name()', outcome.failure);
  } else if (outcome.kind === 'complete') {
    if (settings.delegCcacheDir !== undefined && !outcome.delegated) {
      const why = 'Failed to obtain delegated credentials, does service have +ok_to_auth_as_delegate?';
      fail(attempt, 'INTERNAL ERROR', why);
      return;
    }
    const session = settings.useSessions && !exchange.throughProxy ? loadSession(exchange) : undefined;
    const status = yield* complete(attempt, 'Impersonate', outcome, session, undefined);
    if (status !== ok) tell(exchange, 'info', 'the request goes on without impersonation');
  }
}
