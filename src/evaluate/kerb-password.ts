import type {
  AcceptorSettings,
  ExportedCredential,
  GssFailure,
  PasswordOutcome,
} from '../gssapi/acceptor.js';
import type { AuthKerbSettings } from '../ruleset/mod_auth_kerb.js';
import { splitBasic } from './credentials.js';
import type { Exchange } from './exchange.js';
import { tellWhy } from './login-advice.js';
import { ask, type Evaluation } from './need.js';
import type { LogLevel } from './trace.js';

/** RFC 2743's GSS_C_INDEFINITE, in seconds. */
const indefinite = 0xffff_ffff;

/** Who logged in, as the mechanism or the KDC tells. */
export interface KerbLogin {
  readonly name: string;
  readonly localName?: { readonly name: string } | { readonly failure: GssFailure };
  readonly credential?: ExportedCredential;
}

/** `unknown-user` is for KrbAuthoritative Off: no KDC that was asked knows the user. */
export type KerbPasswordOutcome = KerbLogin | 'refused' | 'unknown-user';

/** Checks the name and password of Basic credentials at the KDCs of the realms that KrbAuthRealms lets in, in turn. */
export function* checkKerbPassword(
  exchange: Exchange,
  settings: AuthKerbSettings,
  acceptor: AcceptorSettings,
  credentials: string,
): Evaluation<KerbPasswordOutcome> {
  const { user, password } = splitBasic(credentials) ?? { user: '', password: '' };
  if (password === '') {
    tell(exchange, 'empty passwords are not accepted');
    return 'refused';
  }
  const principals = principalsFor(exchange, settings.authRealms, user);
  let unknown = principals.length > 0;
  for (const principal of principals) {
    const outcome = yield* check(exchange, settings, acceptor, principal, password);
    if (outcome === 'nobody') continue;
    if (outcome.kind === 'complete') return outcome;
    tellFailure(exchange, outcome);
    unknown &&= outcome.kind === 'failure' && outcome.unknownUser;
  }
  return unknown && settings.authoritative === false ? 'unknown-user' : 'refused';
}

/** A user without a name is nobody's, and no KDC has to be asked for it. */
function* check(
  exchange: Exchange,
  settings: AuthKerbSettings,
  acceptor: AcceptorSettings,
  principal: string,
  password: string,
): Evaluation<PasswordOutcome | 'nobody'> {
  if (principal === '' || principal.startsWith('@')) {
    tell(exchange, 'krb5_get_init_creds_password() failed: the user has no name');
    return 'nobody';
  }
  return yield* ask({
    need: 'password',
    user: principal,
    password,
    settings: {
      acceptor: { ...acceptor, wants: { ...acceptor.wants, delegated: false } },
      verify: settings.verifyKdc ?? true,
      // What is stored lives as long as the KDC lets it.
      ...(settings.saveCredentials ? { ownTickets: true, ticketLifetime: indefinite } : {}),
      ...(settings.serviceName?.kind === 'any' ? { tryEveryKey: true } : {}),
    },
    client: exchange.connection.remoteAddress,
  });
}

function tellFailure(exchange: Exchange, { failure }: Exclude<PasswordOutcome, { kind: 'complete' }>): void {
  const verifying = /^gss_(accept|init)_sec_context|^gss_acquire_cred_from|^gss_inquire/.test(failure.call);
  const what = verifying ? 'failed to verify krb5 credentials' : 'krb5_get_init_creds_password() failed';
  tell(exchange, `${what}: ${failure.text}`, failure.toldAlready ? 'info' : 'error');
  tellWhy(exchange, failure);
}

/** What httpd takes for separators when it looks for a realm in the line of KrbAuthRealms. */
const separators = /[\x00-\x20\x7f()<>@,;:\\"/[\]?={}]+/;

/**
 * The principals to try: the user in each realm of KrbAuthRealms, or in the one that the user has named, if it is among them. Without
 * KrbAuthRealms the name as it is, which the library completes with the default realm.
 */
function principalsFor(
  exchange: Exchange,
  realms: readonly string[] | undefined,
  user: string,
): readonly string[] {
  const at = user.indexOf('@');
  if (realms === undefined) return at !== -1 && at === user.length - 1 ? refuseRealm(exchange, '') : [user];
  // A backslash would make the realm behind it a part of the name.
  if (/\\(?:@|$)/.test(user)) return refuseRealm(exchange, user);
  if (at === -1) {
    if (realms.length === 0) tell(exchange, 'KrbAuthRealms names no realm, so no password is accepted');
    return realms.map((realm) => `${user}@${realm}`);
  }
  const realm = user.slice(at + 1);
  const allowed = realms.includes(realm) || realms.some((words) => words.split(separators).includes(realm));
  return allowed && realm !== '' ? [user] : refuseRealm(exchange, realm);
}

function refuseRealm(exchange: Exchange, realm: string): readonly string[] {
  tell(exchange, `Specified realm \`${realm}' not allowed by configuration`);
  return [];
}

function tell(exchange: Exchange, message: string, level: LogLevel = 'error'): void {
  exchange.recorder.log(level, undefined, message, 'auth_kerb');
}
