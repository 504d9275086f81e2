import type { AuthBasicSettings, ProviderUse } from '../ruleset/mod_auth_basic.js';
import type { AuthnStatus } from './authn-provider.js';
import { type ReadyProvider, readyProvider } from './authn-providers.js';
import { decodeBase64Text, encodeBase64 } from './base64.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { evaluateText } from './expression.js';
import { challengeField, credentialsOf } from './login-fields.js';
import { authTypeOf, realmOf } from './mod_authn_core.js';
import type { Evaluation } from './need.js';

interface Login {
  readonly user: string;
  readonly password: string;
}

const defaults: AuthBasicSettings = {};
const unlisted: readonly ProviderUse[] = [{ provider: 'file' }];

/** Asks for a user and a password and looks them up with the providers in turn (mod_auth_basic). `undefined` declines. */
export function* authenticateBasic(exchange: Exchange): Evaluation<Status | undefined> {
  const type = authTypeOf(exchange);
  if (type?.toLowerCase() !== 'basic') return undefined;
  const realm = realmOf(exchange);
  if (realm === undefined) {
    exchange.recorder.log('error', 'AH01615', `need AuthName: ${exchange.uri}`);
    return 500;
  }
  exchange.authType = type;
  const login = loginOf(exchange);
  if (!login) {
    challenge(exchange);
    return 401;
  }
  // Error pages and the log name the user before the password is known to be right, as in httpd.
  exchange.user = login.user;
  const settings = exchange.settings.mod_auth_basic ?? defaults;
  return conclude(exchange, settings, login, yield* askProviders(exchange, settings, login, realm));
}

/** Tells that a login is wanted, or another one. */
export function challenge(exchange: Exchange): void {
  const realm = realmOf(exchange);
  // Without an AuthName httpd's text breaks off after the first quote.
  const words = realm === undefined ? 'Basic realm="' : `Basic realm="${realm}"`;
  exchange.errorFields.set(challengeField(exchange), words);
}

/** Asks a user who is known and not let in for another login (`ap_note_auth_failure`). */
export function noteFailure(exchange: Exchange): void {
  if (!exchange.program.has('mod_auth_basic')) return;
  if (authTypeOf(exchange)?.toLowerCase() === 'basic') challenge(exchange);
}

/** Only blanks end the scheme; what is encoded ends at a zero byte, and a text without a colon is all user. */
function loginOf(exchange: Exchange): Login | undefined {
  const header = credentialsOf(exchange);
  if (header === undefined) return undefined;
  const end = header.indexOf(' ');
  const scheme = end === -1 ? header : header.slice(0, end);
  if (scheme.toLowerCase() !== 'basic') {
    exchange.recorder.log('error', 'AH01614', `client used wrong authentication scheme: ${exchange.uri}`);
    return undefined;
  }
  const encoded = end === -1 ? '' : header.slice(end).replace(/^[ \t]+/, '');
  const [text = ''] = decodeBase64Text(encoded).split('\0', 1);
  const at = text.indexOf(':');
  return at === -1 ? { user: text, password: '' } : { user: text.slice(0, at), password: text.slice(at + 1) };
}

/** The first provider that knows the user decides. */
function* askProviders(
  exchange: Exchange,
  settings: AuthBasicSettings,
  login: Login,
  realm: string,
): Evaluation<AuthnStatus> {
  const asked: ReadyProvider[] = [];
  const digest =
    settings.digestAlgorithm === 'MD5' ? { realm, hash: digestOf(exchange, login, realm) } : undefined;
  for (const use of settings.providers ?? unlisted) {
    if (settings.providers === undefined && !exchange.program.has('mod_authn_file')) {
      exchange.recorder.log('error', 'AH01616', 'No Authn provider configured');
      return 'general-error';
    }
    const ready = readyProvider(exchange, use);
    asked.push(ready);
    const status = digest
      ? yield* compareDigest(exchange, ready, login, digest)
      : yield* ready.provider.checkPassword(exchange, ready.settings, login.user, login.password);
    if (status !== 'user-not-found') return status;
  }
  if (!digest) yield* pretend(exchange, asked, login);
  return 'user-not-found';
}

/** One check of a password for a user whom nobody knows: as many as for one who is known. */
function* pretend(
  exchange: Exchange,
  asked: readonly ReadyProvider[],
  { password }: Login,
): Evaluation<void> {
  const able = asked.find(({ provider }) => provider.pretend);
  yield* able?.provider.pretend?.(exchange, able.settings, password) ?? nothing();
}

function* nothing(): Evaluation<void> {}

function digestOf({ program }: Exchange, { user, password }: Login, realm: string): string {
  return program.surroundings.machine.digest('md5', `${user}:${realm}:${password}`);
}

function* compareDigest(
  exchange: Exchange,
  { provider, settings }: ReadyProvider,
  { user }: Login,
  { realm, hash }: { readonly realm: string; readonly hash: string },
): Evaluation<AuthnStatus> {
  if (!provider.realmHash) {
    exchange.recorder.log('error', 'AH02493', 'Authn provider does not support AuthBasicUseDigestAlgorithm');
    return 'general-error';
  }
  const known = yield* provider.realmHash(exchange, settings, user, realm);
  if (known.status !== 'user-found') return known.status;
  return known.hash === hash ? 'granted' : 'denied';
}

function conclude(
  exchange: Exchange,
  { authoritative = true }: AuthBasicSettings,
  { user }: Login,
  result: AuthnStatus,
): Status | undefined {
  if (result === 'granted') return ok;
  if (!authoritative && result !== 'denied') return undefined;
  const { recorder, uri } = exchange;
  if (result === 'denied')
    recorder.log('error', 'AH01617', `user ${user}: authentication failure for "${uri}": Password Mismatch`);
  else if (result === 'user-not-found') recorder.log('error', 'AH01618', `user ${user} not found: ${uri}`);
  else return 500;
  challenge(exchange);
  return 401;
}

/** Puts the login in the place of the client's that AuthBasicFake makes up, for what stands behind. */
export function fixupFakeLogin(exchange: Exchange): Status {
  const fake = exchange.settings.mod_auth_basic?.fake;
  if (fake === undefined || fake === 'off') return ok;
  const { recorder, uri, requestFields } = exchange;
  const parts: string[] = [];
  for (const [part, text, failed, empty] of [
    ['user', fake.user, 'AH02455', 'AH02458'],
    ['password', fake.password, 'AH02456', 'AH02459'],
  ] as const) {
    const value = evaluateText(text, exchange);
    if (typeof value !== 'string') {
      const words = `AuthBasicFake: could not evaluate ${part} expression for URI '${uri}': ${value.problem}`;
      recorder.log('error', failed, words);
      return 500;
    }
    if (value === '') {
      const name = part === 'user' ? 'username' : part;
      recorder.log('info', empty, `AuthBasicFake: empty ${name} expression for URI '${uri}', ignoring`);
      requestFields.unset('Authorization');
      return ok;
    }
    parts.push(value);
  }
  const bytes = Uint8Array.from(parts.join(':'), (character) => character.charCodeAt(0));
  requestFields.set('Authorization', `Basic ${encodeBase64(bytes)}`);
  // httpd writes the whole field; a password is no matter for a log.
  recorder.log('info', 'AH02457', 'AuthBasicFake: "Authorization: Basic …"');
  return ok;
}
