import type { ExportedCredential, GssFailure, NameAttributes } from '../gssapi/acceptor.js';
import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { splitBasic, splitScheme } from './credentials.js';
import { ok, type Status } from './decision.js';
import type { Eventual } from './eventual.js';
import type { Exchange } from './exchange.js';
import { acceptorOf, ntlmAcceptorOf, offersNtlm } from './gssapi-acceptor.js';
import { type Attempt, fail, failGss, tell } from './gssapi-attempt.js';
import { attributeVariables, meetsRequirement, wantsAttributes } from './gssapi-attributes.js';
import {
  belongsToConnection,
  bindingsOf,
  boundVariable,
  comparesBindings,
  refuseUnbindable,
  refuseUnbound,
  requiresBinding,
} from './gssapi-binding.js';
import { boundConnection, forgetLogin } from './gssapi-bound.js';
import { actsForUsers, ccacheVariable, delegatedFile, keepDelegated } from './gssapi-delegation.js';
import { keepLogin, loginOf, openLogin } from './gssapi-session.js';
import { bindLogin, standingLogin } from './gssapi-standing.js';
import { challengeField, credentialsOf } from './login-fields.js';
import { isAuthType, realmOf } from './mod_authn_core.js';
import { loadSession } from './mod_session.js';
import { initialOf } from './mod_session_cookie.js';
import { namedValue, setNamedValue } from './named-values.js';
import { ask, type Evaluation } from './need.js';
import { groupVariable, groupWish } from './pac-groups.js';
import type { SessionRecord } from './session-record.js';

/** How a user came to be logged in. */
type Scheme = 'Negotiate' | 'Basic' | 'NTLM' | 'Impersonate';

/** Who logged in, as the mechanism tells. Times are seconds. */
interface Login {
  readonly name: string;
  /** Absent where the login is not enough. */
  readonly user: string | undefined;
  readonly scheme: Scheme;
  readonly mechanism: string;
  readonly expiration: number;
  /** Variables about the name's attributes and the stored credential. */
  readonly attributes?: readonly (readonly [variable: string, value: string])[];
}

const empty: AuthGssapiSettings = {};
/** Seconds a session lives at least (mod_auth_gssapi's MIN_SESS_EXP_TIME). */
const leastLifetime = 300;
const indefinite = 0xffffffff;

/**
 * Authenticates as mod_auth_gssapi does, check by check in its order. `undefined` declines: the AuthType is not GSSAPI.
 * Challenges go to the exchange's error fields, so that they survive error pages.
 */
export function authenticateGssapi(exchange: Exchange): Eventual<Status | undefined> {
  if (!isAuthType(exchange, 'gssapi')) return undefined;
  const inherited = inherit(exchange);
  if (inherited !== undefined) return inherited;
  const settings = exchange.node.gate.mod_auth_gssapi ?? empty;
  const attempt: Attempt = {
    exchange,
    settings,
    sendNegotiate: !exchange.hasEnv || namedValue(exchange.env, 'gssapi-no-negotiate') === undefined,
    scheme: undefined,
    token: undefined,
    bound: boundConnection(exchange, settings),
  };
  const refused = refuseAtOnce(attempt);
  if (refused === undefined) return attemptLogin(attempt);
  respond(attempt, refused);
  return refused;
}

/** Internal redirects and subrequests take over what the request the client sent has established. */
function inherit(exchange: Exchange): Status | undefined {
  const initial = initialOf(exchange);
  if (initial === exchange || !isAuthType(initial, 'gssapi')) return undefined;
  if (initial.settings.mod_auth_gssapi !== exchange.settings.mod_auth_gssapi) {
    tell(exchange, 'warn', 'Subrequest authentication bypass on location with different configuration!');
  }
  if (initial.user === undefined) {
    tell(exchange, 'error', "The main request is tasked to establish the security context, can't proceed!");
    return 401;
  }
  if (requiresBinding(exchange) && !belongsToConnection(initial)) {
    tell(exchange, 'error', 'KerbgateChannelBinding required, but the login was not looked at for that');
    return 401;
  }
  exchange.user = initial.user;
  exchange.authType = initial.authType;
  exchange.gssapi = initial.gssapi;
  for (const [name, value] of initial.gssapi ?? []) exchange.env.set(name, value);
  return ok;
}

/** What needs no more than a look at the request: no TLS where it must be, or no credentials. */
function refuseAtOnce(attempt: Attempt): Status | undefined {
  const { exchange, settings } = attempt;
  if (settings.sslOnly && !exchange.connection.tls) {
    return fail(attempt, 'AUTH NOT ALLOWED', 'Not a TLS connection, refusing to authenticate!');
  }
  const kept = keepsSessions(attempt) || settings.connectionBound;
  if (kept || credentialsOf(exchange) !== undefined) return undefined;
  return withoutCredentials(attempt);
}

/** Cookies are the other server's where this one is a proxy. */
const keepsSessions = ({ exchange, settings }: Attempt): boolean =>
  settings.useSessions === true && !exchange.throughProxy;

function withoutCredentials(attempt: Attempt): Status {
  return fail(attempt, 'NO AUTH DATA', 'Client did not send any authentication headers', 'info');
}

function* attemptLogin(attempt: Attempt): Evaluation<Status> {
  const status = yield* logIn(attempt);
  respond(attempt, status);
  return status;
}

function* logIn(attempt: Attempt): Evaluation<Status> {
  const { exchange, settings } = attempt;
  const session = keepsSessions(attempt) ? loadSession(exchange) : undefined;
  const header = credentialsOf(exchange);
  if (header === undefined) {
    if (session && (yield* resume(attempt, session))) return ok;
    return recall(attempt, undefined) ? ok : withoutCredentials(attempt);
  }
  if (settings.negotiateOnce) attempt.sendNegotiate = false;
  const [scheme, rest] = splitScheme(header);
  if (scheme === 'negotiate') return yield* negotiate(attempt, 'Negotiate', rest, session);
  if (scheme === 'basic') return yield* basic(attempt, rest, session);
  if (scheme === 'ntlm') {
    attempt.scheme = 'NTLM';
    if (offersNtlm(settings)) return yield* negotiate(attempt, 'NTLM', rest, session);
    return fail(attempt, 'AUTH NOT ALLOWED', 'NTLM Authentication is not allowed!');
  }
  return fail(attempt, 'NO AUTH DATA', 'Client sent unknown authentication headers');
}

/** Goes on with the login that the connection has, one by password only when the same password comes again. */
function recall(attempt: Attempt, pair: string | undefined): boolean {
  const { exchange, bound } = attempt;
  const login = standingLogin(bound, exchange, attempt.settings);
  if (!login || login.pair !== pair || (pair !== undefined && !bound?.severalTokens)) return false;
  exchange.authType = login.scheme;
  exchange.user = login.user;
  exchange.gssapi = login.exported;
  for (const [name, value] of login.exported) setNamedValue(exchange.env, name, value);
  return true;
}

function* resume({ exchange, settings, bound }: Attempt, record: SessionRecord): Evaluation<boolean> {
  const session = yield* openLogin(exchange, record);
  // In httpd a session takes the place of what the connection has, also one that has ended.
  if (bound && session) bound.login = undefined;
  // What httpd has marked as a connection of passwords asks for one with each request.
  if (!session || session === 'ended' || bound?.scheme === 'Basic') return false;
  const { gssName: name, user, expiration } = session;
  const attributes = ccacheVariable(settings, yield* delegatedFile(exchange, settings, session));
  const scheme = bound?.scheme ?? 'Negotiate';
  const exported = publish(exchange, { name, user, scheme, mechanism: '', expiration: 0, attributes });
  if (bound) {
    const { bound: channelBound = false, compared = false } = session.login ?? {};
    const login = { user, scheme, expiration, exported, pair: undefined, channelBound, compared };
    bindLogin(bound, exchange, login, settings);
  }
  return true;
}

const needsContinuation =
  'Mechanism needs continuation but neither GssapiConnectionBound nor GssapiUseSessions are configured';

function* negotiate(
  attempt: Attempt,
  scheme: 'Negotiate' | 'NTLM',
  credentials: string,
  session: SessionRecord | undefined,
): Evaluation<Status> {
  const { exchange, settings, bound } = attempt;
  attempt.scheme = scheme;
  const token = decodeBase64(credentials);
  forgetLogin(bound);
  if (bound) bound.scheme = scheme;
  const goesOn = session !== undefined || bound?.severalTokens === true;
  // httpd takes an empty token for one that asks for another; here it is no login.
  if (token.length === 0) return goesOn ? 401 : fail(attempt, 'INTERNAL ERROR', needsContinuation);
  if (bound?.spent) return fail(attempt, 'INTERNAL ERROR', 'the login of this connection was not let in');
  const unbindable = refuseUnbindable(attempt);
  if (unbindable !== undefined) return unbindable;
  const own = scheme === 'NTLM' ? ntlmAcceptorOf(exchange, settings) : acceptorOf(exchange, settings);
  const both = actsForUsers(exchange, settings) && scheme !== 'NTLM';
  const added = { ...bindingsOf(exchange), ...(both && { both }), ...groupWish(exchange, own) };
  // What an acceptor's credential is found by is kept for the object: most logins have the same.
  const acceptor = Object.keys(added).length === 0 ? own : { ...own, ...added };
  const connection = bound?.severalTokens ? { connection: exchange.connection } : {};
  const outcome = yield* ask({ need: 'accept', acceptor, token, ...connection });
  if (outcome.kind === 'no-credential')
    return failGss(attempt, 'gss_acquire_cred[_from]() failed to get server creds', outcome.failure);
  // With a session the client may go on; what it sends next begins anew here, unless the connection keeps it.
  if (outcome.kind === 'continue') {
    if (!goesOn) return fail(attempt, 'INTERNAL ERROR', needsContinuation);
    attempt.token = outcome.token;
    return 401;
  }
  attempt.token = outcome.token;
  if (outcome.kind === 'failure')
    return failGss(attempt, 'In Negotiate Auth: gss_accept_sec_context() failed', outcome.failure);
  const status =
    refuseUnbound(attempt, outcome.bound ?? false) ??
    (yield* complete(attempt, scheme, outcome, session, undefined));
  if (bound && status !== ok) bound.spent = true;
  return status;
}

function* basic(
  attempt: Attempt,
  credentials: string,
  session: SessionRecord | undefined,
): Evaluation<Status> {
  const { exchange, settings } = attempt;
  attempt.scheme = 'Basic';
  if (!takesPasswords(exchange)) {
    tell(exchange, 'info', 'login refused: the client sent a password, which only GssapiBasicAuth On takes');
    return 401;
  }
  const pair = splitBasic(credentials);
  if (!pair || pair.user === '' || pair.password === '') {
    tell(exchange, 'info', 'Invalid empty user or password for Basic Auth');
    return 401;
  }
  const both = `${pair.user}\0${pair.password}`;
  if (recall(attempt, both)) return ok;
  forgetLogin(attempt.bound);
  if (attempt.bound) attempt.bound.scheme = 'Basic';
  const mechanisms = settings.basicAuthMechanisms ?? settings.allowedMechanisms ?? [];
  const own = acceptorOf(exchange, settings);
  const acceptor = { ...own, mechanisms, ...groupWish(exchange, own) };
  const limit = settings.basicTicketTimeout ?? leastLifetime;
  const check = { acceptor, verify: true, ticketLifetime: limit };
  const client = exchange.connection.remoteAddress;
  const outcome = yield* ask({ need: 'password', ...pair, settings: check, client });
  if (outcome.kind !== 'complete')
    return failGss(attempt, passwordStep(outcome.failure.call), outcome.failure);
  return yield* complete(attempt, 'Basic', outcome, session, both);
}

/** The module's words for the step of a password check that failed, by the routine. */
function passwordStep(routine: string): string {
  return passwordSteps[routine] ?? 'In Basic Auth';
}

const passwordSteps: Readonly<Record<string, string>> = {
  gss_import_name: 'In Basic Auth: gss_import_name() failed',
  gss_acquire_cred_with_password: 'In Basic Auth: gss_acquire_cred_with_password() failed',
  gss_acquire_cred_from: 'gss_acquire_cred[_from]() failed to get server creds',
  gss_inquire_cred_by_mech: 'gss_inquired_cred_by_mech() failed',
  gss_init_sec_context: 'gss_init_sec_context()',
  gss_accept_sec_context: 'gss_accept_sec_context()',
};

/** What the mechanism told of a finished login. */
interface Accepted {
  readonly name: string;
  readonly localName?: { readonly name: string } | { readonly failure: GssFailure };
  readonly attributes?: NameAttributes;
  readonly mechanism: string;
  readonly lifetime: number;
  readonly credential?: ExportedCredential;
  /** Whether its ticket belongs to the connection. */
  readonly bound?: boolean;
}

/** What follows a login that the mechanism has accepted, whatever it was: what the place demands, and what it keeps and tells of it. */
export function* complete(
  attempt: Attempt,
  scheme: Scheme,
  accepted: Accepted,
  session: SessionRecord | undefined,
  pair: string | undefined,
): Evaluation<Status> {
  const { exchange, settings } = attempt;
  const lifetime =
    accepted.lifetime >= indefinite ? leastLifetime : Math.max(accepted.lifetime, leastLifetime);
  let expiration = Math.floor(exchange.facts.time / 1000) + lifetime;
  const told = accepted.attributes ?? [];
  const { name, mechanism } = accepted;
  const attributes = [
    ...(wantsAttributes(settings) ? attributeVariables(settings, name, told) : []),
    ...boundVariable(exchange, accepted.bound),
  ];
  if (settings.requiredAttributes && !meetsRequirement(settings.requiredAttributes, told)) {
    const why = ['GSS_NAME_ATTR_ERROR', 'required name attributes check unsatisfied'] as const;
    publish(exchange, {
      ...{ name, user: undefined, scheme, mechanism: '', expiration },
      attributes: [why, ...attributes],
    });
    return 403;
  }
  const kept = yield* keepDelegated(exchange, settings, name, accepted.credential);
  if (kept === 'refused') return 401;
  const user = settings.localName ? localUser(attempt, accepted) : name;
  if (user === undefined) return 401;
  // httpd loads the session anew to put the login into it, which tells where SessionCookieRemove lets nothing be kept.
  // Who was impersonated has shown the KDC nothing, and a session would open places that ask for that.
  const renewed = scheme === 'Impersonate' ? undefined : session && loadSession(exchange);
  if (renewed) {
    const names = { user, gssName: name };
    const shown = scheme === 'Basic' ? 'Basic' : 'Negotiate';
    const login = loginOf(exchange, shown, mechanism, accepted.bound);
    expiration = yield* keepLogin(exchange, renewed, names, kept.file, expiration, login);
  }
  const variables = [...attributes, ...groupVariable(exchange, told), ...ccacheVariable(settings, kept.file)];
  const exported = publish(exchange, { name, user, scheme, mechanism, expiration, attributes: variables });
  if (attempt.bound && scheme !== 'Impersonate') {
    const channelBound = accepted.bound ?? false;
    const compared = scheme === 'Basic' || comparesBindings(exchange);
    const login = { user, scheme, expiration, exported, pair, channelBound, compared };
    bindLogin(attempt.bound, exchange, login, settings);
  }
  return ok;
}

function localUser(attempt: Attempt, { name, localName }: Accepted): string | undefined {
  if (localName && 'name' in localName) return localName.name;
  const advice = `auth_to_local of krb5.conf makes no local name of ${name}`;
  if (localName) failGss(attempt, 'gss_localname() failed', { ...localName.failure, advice });
  else fail(attempt, 'INTERNAL ERROR', 'gss_localname() gave nothing');
  return undefined;
}

function publish(exchange: Exchange, login: Login): ReadonlyMap<string, string> {
  const settings = exchange.settings.mod_auth_gssapi ?? empty;
  const exported = new Map<string, string>();
  if (settings.publishMechanism && login.mechanism !== '')
    exported.set('GSS_MECH', `${login.scheme}/${mechanismName(login.mechanism)}`);
  exported.set('GSS_NAME', login.name);
  exported.set('GSS_SESSION_EXPIRATION', String(login.expiration));
  for (const [variable, value] of login.attributes ?? []) setNamedValue(exported, variable, value);
  exchange.authType = login.scheme;
  exchange.user = login.user;
  exchange.gssapi = exported;
  for (const [name, value] of exported) setNamedValue(exchange.env, name, value);
  return exported;
}

/** As the mechanisms call themselves (RFC 5801 §10, gss_inquire_saslname_for_mech). */
const mechanismNames: Readonly<Record<string, string>> = {
  '1.2.840.113554.1.2.2': 'krb5',
  '1.3.6.1.5.2.5': 'iakerb',
  '1.3.6.1.4.1.311.2.2.10': 'NTLM',
};

function mechanismName(oid: string): string {
  return mechanismNames[oid] ?? oid;
}

/** Passwords belong to no connection. */
const takesPasswords = (exchange: Exchange): boolean =>
  exchange.node.gate.mod_auth_gssapi?.basicAuth === true && !requiresBinding(exchange);

/** Adds the headers the module sends after an attempt: its own token alone, or on 401 the challenges. */
function respond(attempt: Attempt, status: Status): void {
  const { exchange, settings } = attempt;
  const fields = exchange.errorFields;
  const name = challengeField(exchange);
  if (status === ok && settings.signalPersistentAuth && !exchange.throughProxy)
    fields.set('Persistent-Auth', settings.connectionBound ? 'true' : 'false');
  if (attempt.scheme !== 'Basic' && attempt.token && attempt.token.length > 0) {
    fields.add(name, `${attempt.scheme} ${encodeBase64(attempt.token)}`);
  } else if (status === 401) {
    if (attempt.sendNegotiate) fields.add(name, 'Negotiate');
    if (attempt.sendNegotiate && offersNtlm(settings)) fields.add(name, 'NTLM');
    // A password that is asked for in the clear is sent in the clear, though it would not be read.
    const inClear = settings.sslOnly && !exchange.connection.tls;
    if (takesPasswords(exchange) && !inClear)
      fields.add(name, `Basic realm="${realmOf(exchange) ?? '(null)'}"`);
  }
}
