import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import { placeOf } from './authz-log.js';
import type { Exchange } from './exchange.js';
import { acceptorOf } from './gssapi-acceptor.js';
import { tell } from './gssapi-attempt.js';
import { comparesBindings, requiresBinding } from './gssapi-binding.js';
import { type BoundConnection, type BoundLogin, sameRules } from './gssapi-bound.js';
import { wantsGroups } from './pac-groups.js';

/** The login that stands, if the place at hand would have made the same one and it has not ended. */
export function standingLogin(
  bound: BoundConnection | undefined,
  exchange: Exchange,
  settings: AuthGssapiSettings,
): BoundLogin | undefined {
  const login = bound?.login;
  if (!login || login.expiration < Math.floor(exchange.facts.time / 1000)) return undefined;
  const lacks = lackOf(login, exchange, settings);
  if (lacks === undefined) return login;
  tell(exchange, 'info', `the login of this connection does not count here: ${lacks}`);
  return undefined;
}

/** What the place asks of logins that the one of the connection was not asked for. */
function lackOf(login: BoundLogin, exchange: Exchange, settings: AuthGssapiSettings): string | undefined {
  if (!sameRules(login.settings, settings)) {
    const [from] = login.settings.from?.GssapiConnectionBound ?? [];
    const where = from ? ` (${placeOf(from, exchange.program.ruleset.files)})` : '';
    return `its place${where} makes logins by other rules`;
  }
  if (!login.channelBound && requiresBinding(exchange)) return 'KerbgateChannelBinding required';
  if (!login.compared && comparesBindings(exchange)) return 'KerbgateChannelBinding optional';
  if (!login.groups && wantsGroups(exchange)) return 'KerbgatePacGroups On';
  if (login.service !== acceptorOf(exchange, settings).name) return 'it was for another name of the service';
  return undefined;
}

/** The connection's login from now on, with what its place has asked of it. */
export function bindLogin(
  bound: BoundConnection,
  exchange: Exchange,
  login: Pick<
    BoundLogin,
    'user' | 'scheme' | 'expiration' | 'exported' | 'pair' | 'channelBound' | 'compared'
  >,
  settings: AuthGssapiSettings,
): void {
  const service = acceptorOf(exchange, settings).name;
  bound.login = { ...login, settings, groups: wantsGroups(exchange), service };
}
