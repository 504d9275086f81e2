import type { AcceptorSettings, PasswordOutcome } from '../gssapi/acceptor.js';
import type { AuthKerbSettings } from '../ruleset/mod_auth_kerb.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { splitBasic, splitScheme } from './credentials.js';
import { ok, type Status } from './decision.js';
import { type Exchange, requestHeader } from './exchange.js';
import { tellWhy } from './login-advice.js';
import { authTypeOf, realmOf } from './mod_authn_core.js';
import { ask, type Evaluation } from './need.js';
import { hostOf } from './server-name.js';
import type { LogLevel } from './trace.js';

/** The connection's last answer: the same credentials under the same settings get it again (mod_auth_kerb). */
interface Remembered {
  readonly authorization: string;
  readonly settings: AuthKerbSettings;
  readonly status: Status;
  readonly user: string | undefined;
  readonly authType: string | undefined;
}

const memoryKey = 'mod_auth_kerb';
const defaults: AuthKerbSettings = {};
const krb5 = '1.2.840.113554.1.2.2';

/** Authenticates as mod_auth_kerb 5.4 does. `undefined` declines. */
export function* authenticateKerb(exchange: Exchange): Evaluation<Status | undefined> {
  const type = authTypeOf(exchange)?.toLowerCase();
  if (type === 'kerberosv4') {
    tell(exchange, 'error', 'AuthType KerberosV4: Kerberos 4 is not supported');
    return 401;
  }
  if (type !== 'kerberos' && type !== 'kerberosv5') return undefined;
  const settings = exchange.settings.mod_auth_kerb ?? defaults;
  const authorization = requestHeader(exchange, 'Authorization');
  if (authorization === undefined) {
    challenge(exchange, settings, negotiates(settings) ? '' : undefined);
    return 401;
  }
  const known = exchange.connection.memory.get(memoryKey) as Remembered | undefined;
  if (known?.authorization === authorization && known.settings === settings) return recall(exchange, known);
  const status = yield* login(exchange, settings, authorization);
  if (status === undefined) return undefined;
  remember(exchange, settings, authorization, status);
  return status;
}

function recall(exchange: Exchange, known: Remembered): Status {
  if (known.status !== ok) return known.status;
  exchange.user = known.user;
  exchange.authType = known.authType;
  return ok;
}

function remember(
  exchange: Exchange,
  settings: AuthKerbSettings,
  authorization: string,
  status: Status,
): void {
  const { user, authType } = exchange;
  const entry: Remembered = { authorization, settings, status, user, authType };
  exchange.connection.memory.set(memoryKey, entry);
}

const negotiates = (settings: AuthKerbSettings) => settings.methodNegotiate ?? true;
const takesPasswords = (settings: AuthKerbSettings) => settings.methodK5Passwd ?? true;

function* login(
  exchange: Exchange,
  settings: AuthKerbSettings,
  authorization: string,
): Evaluation<Status | undefined> {
  const [scheme, credentials] = splitScheme(authorization);
  if (scheme === 'negotiate' && negotiates(settings))
    return yield* negotiate(exchange, settings, credentials);
  if (scheme === 'basic') {
    if (takesPasswords(settings)) return yield* password(exchange, settings, credentials);
    if (settings.delegateBasic) return undefined;
  }
  challenge(exchange, settings, undefined);
  return 401;
}

/** Adds `Negotiate` (a token may follow) and Basic where passwords are taken, always in this order. */
function challenge(exchange: Exchange, settings: AuthKerbSettings, token: string | undefined): void {
  if (token !== undefined)
    exchange.errorFields.add('WWW-Authenticate', token === '' ? 'Negotiate' : `Negotiate ${token}`);
  if (takesPasswords(settings) || settings.delegateBasic) addBasic(exchange);
}

function addBasic(exchange: Exchange): void {
  const realm = realmOf(exchange);
  // Without an AuthName the module's text breaks off after the first quote.
  exchange.errorFields.add(
    'WWW-Authenticate',
    realm === undefined ? 'Basic realm="' : `Basic realm="${realm}"`,
  );
}

function* negotiate(exchange: Exchange, settings: AuthKerbSettings, credentials: string): Evaluation<Status> {
  const token = decodeBase64(credentials);
  if (token.length === 0) {
    tell(exchange, 'error', 'Client sent a Negotiate header without a token');
    challenge(exchange, settings, undefined);
    return 401;
  }
  const outcome = yield* ask({ need: 'accept', acceptor: acceptorOf(exchange, settings), token });
  if (outcome.kind === 'no-credential') {
    tell(exchange, 'error', `gss_acquire_cred() failed: ${outcome.failure.text}`);
    tellWhy(exchange, outcome.failure);
    return 500;
  }
  const reply = outcome.token.length > 0 ? encodeBase64(outcome.token) : undefined;
  if (outcome.kind !== 'complete') {
    const why = outcome.kind === 'failure' ? outcome.failure.text : 'the mechanism wants another leg';
    tell(exchange, 'error', `gss_accept_sec_context() failed: ${why}`);
    if (outcome.kind === 'failure') tellWhy(exchange, outcome.failure);
    challenge(exchange, settings, reply);
    return 401;
  }
  if (reply !== undefined) exchange.errorFields.add('WWW-Authenticate', `Negotiate ${reply}`);
  if (settings.delegateBasic) addBasic(exchange);
  return finish(exchange, settings, outcome, 'Negotiate');
}

function* password(
  exchange: Exchange,
  settings: AuthKerbSettings,
  credentials: string,
): Evaluation<Status | undefined> {
  const pair = splitBasic(credentials);
  if (!pair || pair.password === '') {
    tell(exchange, 'error', 'empty passwords are not accepted');
    challenge(exchange, settings, undefined);
    return 401;
  }
  const outcome = yield* firstRealm(exchange, settings, pair.user, pair.password);
  if (outcome?.kind === 'complete') return finish(exchange, settings, outcome, 'Basic');
  if (outcome?.kind === 'failure' && outcome.unknownUser && settings.authoritative === false)
    return undefined;
  if (outcome) {
    tell(exchange, 'error', `krb5_get_init_creds_password() failed: ${outcome.failure.text}`);
    tellWhy(exchange, outcome.failure);
  }
  challenge(exchange, settings, undefined);
  return 401;
}

/** Tries each allowed realm in order; a user who names a realm gets that one, when it is allowed. */
function* firstRealm(
  exchange: Exchange,
  settings: AuthKerbSettings,
  user: string,
  word: string,
): Evaluation<PasswordOutcome | undefined> {
  let outcome: PasswordOutcome | undefined;
  for (const principal of principalsFor(exchange, settings, user)) {
    const check = { acceptor: acceptorOf(exchange, settings), verify: settings.verifyKdc ?? true };
    outcome = yield* ask({ need: 'password', user: principal, password: word, settings: check });
    if (outcome.kind === 'complete') return outcome;
  }
  return outcome;
}

function principalsFor(exchange: Exchange, settings: AuthKerbSettings, user: string): readonly string[] {
  const realms = settings.authRealms ?? [];
  const at = user.indexOf('@');
  if (at === -1) return realms.length === 0 ? [user] : realms.map((realm) => `${user}@${realm}`);
  const realm = user.slice(at + 1);
  if (realms.length === 0 || realms.includes(realm)) return [user];
  tell(exchange, 'error', `Specified realm \`${realm}' not allowed by configuration`);
  return [];
}

function finish(
  exchange: Exchange,
  settings: AuthKerbSettings,
  login: Extract<PasswordOutcome, { kind: 'complete' }>,
  scheme: string,
): Status {
  if (settings.localUserMapping) {
    const local = login.localName;
    if (!local || 'failure' in local) {
      const why = local ? local.failure.text : 'no name';
      tell(exchange, 'error', `krb5_aname_to_localname() failed: ${why}`);
      return 500;
    }
    exchange.user = local.name;
  } else exchange.user = login.name;
  exchange.authType = scheme;
  return ok;
}

function acceptorOf(exchange: Exchange, settings: AuthKerbSettings): AcceptorSettings {
  const service = settings.serviceName ?? { kind: 'service', service: 'HTTP' };
  return {
    store: settings.keytab === undefined ? {} : { keytab: settings.keytab },
    ...(service.kind === 'service' ? { name: `${service.service}@${hostOf(exchange)}` } : {}),
    ...(service.kind === 'principal' ? { principal: service.principal } : {}),
    mechanisms: [krb5],
    wants: { localName: settings.localUserMapping ?? false, delegated: false },
  };
}

function tell(exchange: Exchange, level: LogLevel, message: string): void {
  exchange.recorder.log(level, undefined, message, 'auth_kerb');
}
