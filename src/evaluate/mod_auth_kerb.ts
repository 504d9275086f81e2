import type { AcceptorSettings } from '../gssapi/acceptor.js';
import type { AuthKerbSettings } from '../ruleset/mod_auth_kerb.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { splitWord } from './credentials.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { bindingsOf, requiresBinding } from './gssapi-binding.js';
import { saveCredentials, withOwnTickets } from './kerb-credentials.js';
import { checkKerbPassword, type KerbLogin } from './kerb-password.js';
import { tellReason, tellWhy } from './login-advice.js';
import { challengeField, credentialsOf } from './login-fields.js';
import { authTypeOf, realmOf } from './mod_authn_core.js';
import { ask, type Evaluation } from './need.js';
import { hostOf } from './server-name.js';
import type { LogLevel } from './trace.js';

/** An authentication under way. */
interface Attempt {
  readonly exchange: Exchange;
  readonly settings: AuthKerbSettings;
  /** AuthType KerberosV4 takes nothing and offers what is left to other modules. */
  readonly version: 4 | 5;
}

/** What came of credentials: a login, or the status, which is absent where the module declines. */
type Result =
  | { readonly login: KerbLogin; readonly scheme: string }
  | { readonly login?: never; readonly status: Status | undefined };

/** The connection's last answer: the same credentials under the same settings get it again, whatever scheme they come with. */
interface Remembered {
  readonly credentials: string;
  readonly settings: AuthKerbSettings;
  /** What tickets were compared with. */
  readonly bindings: string | undefined;
  readonly result: Result;
}

const memoryKey = 'mod_auth_kerb';
const defaults: AuthKerbSettings = {};
const krb5 = '1.2.840.113554.1.2.2';

const negotiates = (settings: AuthKerbSettings) => settings.methodNegotiate ?? true;
const takesPasswords = (settings: AuthKerbSettings) => settings.methodK5Passwd ?? true;

/** Authenticates as mod_auth_kerb 5.4 does. `undefined` declines. */
export function* authenticateKerb(exchange: Exchange): Evaluation<Status | undefined> {
  const version = kerberosVersion(exchange);
  if (version === undefined) return undefined;
  const attempt: Attempt = { exchange, settings: exchange.settings.mod_auth_kerb ?? defaults, version };
  if (requiresBinding(exchange)) {
    tell(exchange, 'error', 'KerbgateChannelBinding required is for AuthType GSSAPI: nobody is let in');
    return 500;
  }
  const authorization = credentialsOf(exchange);
  if (authorization === undefined) {
    offer(attempt, version === 5 ? '' : undefined);
    return 401;
  }
  const [scheme, credentials] = splitWord(authorization);
  const { settings } = attempt;
  if (settings.delegateBasic && !takesPasswords(settings) && scheme.toLowerCase() === 'basic')
    return undefined;
  const known = recall(attempt, credentials);
  const result = known ?? (yield* logIn(attempt, scheme.toLowerCase(), credentials));
  if (!known) remember(attempt, scheme, credentials, result);
  return result.login ? finish(attempt, result.login, result.scheme) : result.status;
}

function kerberosVersion(exchange: Exchange): 4 | 5 | undefined {
  const type = authTypeOf(exchange)?.toLowerCase();
  if (type === 'kerberosv4') {
    tell(exchange, 'error', 'AuthType KerberosV4: Kerberos 4 is not supported');
    return 4;
  }
  return type === 'kerberos' || type === 'kerberosv5' ? 5 : undefined;
}

function recall({ exchange, settings }: Attempt, credentials: string): Result | undefined {
  const known = exchange.connection.memory.get(memoryKey) as Remembered | undefined;
  if (known?.credentials !== credentials || known.settings !== settings) return undefined;
  if (known.bindings !== bindingsOf(exchange).bindings) return undefined;
  if (known.result.login) tell(exchange, 'debug', 'matched previous auth request');
  else tell(exchange, 'info', 'login refused: the same credentials have failed on this connection before');
  return known.result;
}

/** Later requests are told the scheme as the client has spelled it. */
function remember(
  { exchange, settings }: Attempt,
  spelled: string,
  credentials: string,
  result: Result,
): void {
  const kept: Result = result.login ? { login: result.login, scheme: spelled } : result;
  const { bindings } = bindingsOf(exchange);
  const entry: Remembered = { credentials, settings, bindings, result: kept };
  exchange.connection.memory.set(memoryKey, entry);
}

function* logIn(attempt: Attempt, scheme: string, credentials: string): Evaluation<Result> {
  const { exchange, settings, version } = attempt;
  if (version === 5 && scheme === 'negotiate' && negotiates(settings))
    return yield* negotiate(attempt, credentials);
  if (version === 5 && scheme === 'basic' && takesPasswords(settings)) {
    const acceptor = acceptorOf(exchange, settings);
    const outcome = yield* checkKerbPassword(exchange, settings, acceptor, credentials);
    if (outcome === 'unknown-user') return { status: undefined };
    return outcome === 'refused' ? refused(attempt) : yield* loggedIn(exchange, outcome, 'Basic');
  }
  tell(exchange, 'info', `login refused: ${untaken[scheme] ?? 'nobody has offered what the client sent'}`);
  return refused(attempt);
}

/** The connection remembers the login, but none of its tickets. */
function* loggedIn(exchange: Exchange, login: KerbLogin, scheme: string): Evaluation<Result> {
  const { credential, ...rest } = login;
  yield* saveCredentials(exchange, credential);
  return { login: rest, scheme };
}

/** What is said of credentials that are not looked at, by their scheme. */
const untaken: Readonly<Record<string, string>> = {
  negotiate: 'the client sent a ticket, which only KrbMethodNegotiate On takes',
  basic: 'the client sent a password, which only KrbMethodK5Passwd On takes',
};

/** Refused without another offer of Negotiate: a client that has failed with it would fail again. */
function refused(attempt: Attempt): Result {
  offer(attempt, undefined);
  return { status: 401 };
}

/** Adds the challenges, always in this order: `Negotiate` unless `token` is undefined, and Basic where passwords are taken. */
function offer(attempt: Attempt, token: string | undefined): void {
  const { settings, version } = attempt;
  if (token !== undefined) addNegotiate(attempt, token);
  if ((version === 5 && takesPasswords(settings)) || settings.delegateBasic) addBasic(attempt);
}

function addNegotiate({ exchange, settings }: Attempt, token: string): void {
  if (!negotiates(settings)) return;
  exchange.errorFields.add(challengeField(exchange), token === '' ? 'Negotiate' : `Negotiate ${token}`);
}

function addBasic({ exchange }: Attempt): void {
  const realm = realmOf(exchange);
  // Without an AuthName the module's text breaks off after the first quote.
  exchange.errorFields.add(
    challengeField(exchange),
    realm === undefined ? 'Basic realm="' : `Basic realm="${realm}"`,
  );
}

function* negotiate(attempt: Attempt, credentials: string): Evaluation<Result> {
  const { exchange, settings } = attempt;
  const token = decodeBase64(credentials);
  if (token.length === 0) {
    tell(exchange, 'error', 'Client sent a Negotiate header without a token');
    return refused(attempt);
  }
  const own = withOwnTickets(acceptorOf(exchange, settings), settings);
  const acceptor = { ...own, ...bindingsOf(exchange) };
  const outcome = yield* ask({ need: 'accept', acceptor, token });
  if (outcome.kind !== 'no-credential' && outcome.token.length > 0) {
    addNegotiate(attempt, encodeBase64(outcome.token));
    if (settings.delegateBasic) addBasic(attempt);
  }
  if (outcome.kind === 'complete') return yield* loggedIn(exchange, outcome, 'Negotiate');
  // KrbServiceName Any looks for its keys only while a token is accepted.
  if (outcome.kind === 'no-credential' && settings.serviceName?.kind !== 'any') {
    tell(exchange, 'error', `gss_acquire_cred() failed: ${outcome.failure.text}`);
    tellWhy(exchange, outcome.failure);
    return { status: 500 };
  }
  const why = outcome.kind === 'continue' ? 'the mechanism wants another leg' : outcome.failure.text;
  tell(exchange, 'error', `gss_accept_sec_context() failed: ${why}`);
  if (outcome.kind !== 'continue') tellWhy(exchange, outcome.failure);
  return refused(attempt);
}

/** GSS_S_UNAVAILABLE, which gss_localname gives where no rule fits. */
const withoutMapping = 16 << 16;

/** Makes the login the request's; with KrbLocalUserMapping under the local name, without which the answer is 500. */
function finish({ exchange, settings }: Attempt, { name, localName }: KerbLogin, scheme: string): Status {
  exchange.user = name;
  exchange.authType = scheme;
  if (!settings.localUserMapping) return ok;
  if (localName && 'name' in localName && localName.name.length < name.length) {
    exchange.user = localName.name;
    return ok;
  }
  if (localName && 'failure' in localName && localName.failure.major === withoutMapping) {
    tell(exchange, 'notice', `krb5_aname_to_localname() found no mapping for principal ${name}`);
    tellReason(exchange, `auth_to_local of krb5.conf makes no local name of ${name}`);
    return 500;
  }
  // The module leaves no more room for the local name than the principal takes.
  const why =
    localName && 'failure' in localName
      ? localName.failure.text
      : 'the local name is not shorter than the principal';
  tell(exchange, 'error', `krb5_aname_to_localname() failed: ${why}`);
  return 500;
}

function acceptorOf(exchange: Exchange, settings: AuthKerbSettings): AcceptorSettings {
  const service = settings.serviceName ?? { kind: 'service', service: 'HTTP' };
  return {
    store: settings.keytab === undefined ? {} : { keytab: settings.keytab },
    ...(service.kind === 'service' ? { name: `${service.service}@${hostOf(exchange)}` } : {}),
    ...(service.kind === 'principal' ? { principal: service.principal } : {}),
    mechanisms: [krb5],
    wants: {
      localName: settings.localUserMapping ?? false,
      delegated: settings.saveCredentials ?? false,
    },
  };
}

function tell(exchange: Exchange, level: LogLevel, message: string): void {
  exchange.recorder.log(level, undefined, message, 'auth_kerb');
}
