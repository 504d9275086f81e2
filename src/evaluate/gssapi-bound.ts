import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import type { Exchange } from './exchange.js';

/** A login that counts for its connection. */
export interface BoundLogin {
  /** What it was made under; it opens no place with other rules. */
  readonly settings: AuthGssapiSettings;
  readonly user: string;
  readonly scheme: 'Negotiate' | 'Basic' | 'NTLM';
  /** Seconds since 1970. */
  readonly expiration: number;
  /** The variables that were set for it. */
  readonly exported: ReadonlyMap<string, string>;
  /** The name and password that made it, where they did: the same ones are not asked for at the KDC again. */
  readonly pair: string | undefined;
  /** Whether its ticket belongs to the TLS connection. */
  readonly channelBound: boolean;
  /** Whether it was compared with the TLS connection; a password has nothing to compare. */
  readonly compared: boolean;
  /** Whether it has told the user's groups. */
  readonly groups: boolean;
  /** The service that the ticket was for, where the place names one. */
  readonly service: string | undefined;
}

/** What GssapiConnectionBound keeps of a connection; gone with it. */
export interface BoundConnection {
  login: BoundLogin | undefined;
  /** Whether a login of several tokens may be under way: in httpd the first login that is forgotten ends that. */
  severalTokens: boolean;
  /** How a login was last tried, whatever became of it; a session goes by that, too. */
  scheme: BoundLogin['scheme'];
  /** A login came to its end but was not let in: httpd's context is used up, and further tokens fail. */
  spent: boolean;
}

const memoryKey = 'mod_auth_gssapi';

/** What is kept of this connection, where the place binds logins to connections. */
export function boundConnection(
  exchange: Exchange,
  settings: AuthGssapiSettings,
): BoundConnection | undefined {
  if (!settings.connectionBound) return undefined;
  const { memory } = exchange.connection;
  const known = memory.get(memoryKey) as BoundConnection | undefined;
  if (known) return known;
  const made: BoundConnection = { login: undefined, severalTokens: true, scheme: 'Negotiate', spent: false };
  memory.set(memoryKey, made);
  return made;
}

/** New credentials take the place of a login that stood, whatever becomes of them. */
export function forgetLogin(bound: BoundConnection | undefined): void {
  if (!bound?.login) return;
  bound.login = undefined;
  bound.severalTokens = false;
  bound.spent = false;
}

/** Settings that only tell of a login, or how it is kept elsewhere. */
const telling: ReadonlySet<string> = new Set<keyof AuthGssapiSettings>([
  'signalPersistentAuth',
  'negotiateOnce',
  'publishErrors',
  'publishMechanism',
  'useSessions',
  'sessionKey',
  'from',
]);

const rules = new WeakMap<AuthGssapiSettings, string>();

function rulesOf(settings: AuthGssapiSettings): string {
  const known = rules.get(settings);
  if (known !== undefined) return known;
  const kept = Object.entries(settings).filter(([name, value]) => !telling.has(name) && value !== false);
  const text = JSON.stringify(kept.sort(([left], [right]) => (left < right ? -1 : 1)));
  rules.set(settings, text);
  return text;
}

/** Whether two places make a login by the same rules. */
export function sameRules(left: AuthGssapiSettings, right: AuthGssapiSettings): boolean {
  return left === right || rulesOf(left) === rulesOf(right);
}
