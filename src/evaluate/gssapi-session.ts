import type { Exchange } from './exchange.js';
import { tell } from './gssapi-attempt.js';
import { comparesBindings } from './gssapi-binding.js';
import { ask, type Evaluation } from './need.js';
import type { SessionFacts, SessionLogin } from './session-facts.js';
import { demandedAttributes, sessionKeysAt, unmetDemand } from './session-login.js';
import type { SessionRecord } from './session-record.js';

const bearer = 'MagBearerToken';

/** The login that a session holds, where it is genuine; `ended` where it has ended or does not count at this place. */
export function* openLogin(
  exchange: Exchange,
  record: SessionRecord,
): Evaluation<SessionFacts | 'ended' | undefined> {
  const { settings, facts, program } = exchange;
  const sealed = record.entries.get(bearer);
  if (sealed === undefined) return undefined;
  const keys = sessionKeysAt(settings);
  const attributes = demandedAttributes(settings.mod_auth_gssapi ?? {});
  const session = yield* ask({ need: 'open-session', keys, sealed, attributes });
  if (!session) {
    tell(exchange, 'error', 'Failed to unseal session data!');
    return undefined;
  }
  if (!session.established || session.expiration < Math.floor(facts.time / 1000)) return 'ended';
  const uncompared = !session.login?.compared && comparesBindings(exchange);
  const unmet = uncompared
    ? `KerbgateChannelBinding ${settings.mod_kerbgate?.channelBinding}`
    : unmetDemand(session, settings, program.ruleset);
  if (unmet === undefined) return session;
  tell(exchange, 'info', `the session does not count here: its login was not checked for ${unmet}`);
  return 'ended';
}

/** How a login came about that has met all that its place demands. */
export function loginOf(
  exchange: Exchange,
  scheme: 'Negotiate' | 'Basic',
  mechanism: string,
  bound = false,
): SessionLogin {
  const {
    connection,
    settings: { mod_auth_gssapi: settings = {} },
  } = exchange;
  return {
    scheme,
    mechanism,
    tls: connection.tls !== undefined,
    bound,
    compared: scheme === 'Basic' || comparesBindings(exchange),
    localName: settings.localName ?? false,
    attributes: demandedAttributes(settings),
  };
}

/** Puts a login into the session; gives the expiration, which the session may shorten. */
export function* keepLogin(
  exchange: Exchange,
  record: SessionRecord,
  names: Pick<SessionFacts, 'user' | 'gssName'>,
  file: string | undefined,
  expiration: number,
  login: SessionLogin,
): Evaluation<number> {
  const limit = record.expiry === 0n ? expiration : Math.min(expiration, Number(record.expiry / 1_000_000n));
  const [key] = sessionKeysAt(exchange.settings);
  const credential = { delegated: file !== undefined, ccacheName: file ?? '' };
  const session = { established: true, expiration: limit, ...names, ...credential, login };
  const sealed = yield* ask({ need: 'seal-session', key, session });
  record.entries.set(bearer, sealed);
  record.dirty = true;
  return limit;
}
