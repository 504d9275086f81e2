import type { AuthnzLdapSettings } from '../ruleset/mod_authnz_ldap.js';
import type { Settings } from '../ruleset/ruleset.js';
import { ldapDefaults, type ServerLdap, type ServerLdapSettings } from '../ruleset/util_ldap.js';
import type { Exchange } from './exchange.js';
import { type LdapAccess, type LdapAnswer, type LdapRequest, ldapCode } from './ldap-request.js';
import { setNamedValue } from './named-values.js';
import { ask, type Evaluation } from './need.js';

/** What mod_authnz_ldap knows of a request's user. */
export interface LdapUser {
  dn?: string;
  /** The name that was looked up. */
  name?: string;
  /** Set when this module checked it. */
  password?: string;
  values?: readonly (string | undefined)[];
}

const users = new WeakMap<Exchange, LdapUser>();

/** What is known of the request's user so far, if anything was asked. */
export const ldapUserOf = (exchange: Exchange): LdapUser | undefined => users.get(exchange);

/** Forgets what was known of the user, and remembers this. */
export function setLdapUser(exchange: Exchange, user: LdapUser): void {
  users.set(exchange, user);
}

/** The module's settings where they name a directory; without AuthLDAPURL nothing can be asked. */
export type WithSource = AuthnzLdapSettings & { readonly source: NonNullable<AuthnzLdapSettings['source']> };

export function withSource(settings: Settings): WithSource | undefined {
  const own = settings.mod_authnz_ldap;
  return own?.source ? (own as WithSource) : undefined;
}

/** Asks the directory; as whom AuthLDAPBindDN says unless `as` says otherwise. */
export function* askDirectory(
  exchange: Exchange,
  settings: Settings,
  own: WithSource,
  request: LdapRequest,
  as: { readonly name?: string; readonly password?: string } = configured(own),
): Evaluation<LdapAnswer> {
  const access: LdapAccess = {
    source: own.source,
    server: serverSettings(exchange.program.host.util_ldap),
    settings: settings.util_ldap ?? {},
    dereference: own.dereference ?? 'always',
    ...as,
  };
  return yield* ask({ need: 'ldap', access, request });
}

const completed = new WeakMap<ServerLdapSettings, ServerLdap>();

/** What a server says with the rest as it is without; the same for the same. */
function serverSettings(said: ServerLdapSettings): ServerLdap {
  const known = completed.get(said) ?? { ...ldapDefaults, ...said };
  completed.set(said, known);
  return known;
}

/** Who asks when no user does. */
export const configured = ({
  bindName,
  bindPassword,
}: AuthnzLdapSettings): { readonly name?: string; readonly password?: string } => ({
  ...(bindName === undefined ? {} : { name: bindName }),
  ...(bindPassword === undefined ? {} : { password: bindPassword }),
});

/** httpd's buffer for a filter: a name that is too long makes one that is cut off, and no filter at all. */
const filterLength = 8192;

/** The filter that finds a user; the name is data whatever is in it (RFC 4515 §3). */
export function userFilter(own: WithSource, name: string, filter = own.source.filter): string {
  const { attribute } = own.source;
  const plain = filter.toLowerCase() === 'none';
  const start = plain ? `(${attribute}=` : `(&(${filter})(${attribute}=`;
  const end = plain ? ')' : '))';
  const text = name.replace(/[*()\\]/g, '\\$&').split('\0', 1)[0]!;
  const cut = (start + text).slice(0, filterLength - 1);
  return cut.length + end.length <= filterLength - 1 ? cut + end : cut;
}

/** Looks up a user whom another module has authenticated; undefined where there is no such entry. */
export function* findUser(
  exchange: Exchange,
  settings: Settings,
  own: WithSource,
  as: { readonly name?: string; readonly password?: string },
): Evaluation<LdapUser | LdapAnswer> {
  const name = exchange.user ?? '';
  const found = yield* askDirectory(
    exchange,
    settings,
    own,
    { ask: 'user', filter: userFilter(own, name) },
    as,
  );
  if (found.code !== ldapCode.success) return found;
  const user: LdapUser = { name, dn: found.dn ?? '', ...(found.values ? { values: found.values } : {}) };
  setLdapUser(exchange, user);
  nameUser(exchange, own, user);
  return user;
}

/**
 * Sets a variable for each attribute of the URL that was read; `chosen` is the attribute that is to be the user's name, whose value
 * comes back in a list of its own where it was among them.
 */
export function setUserVariables(
  exchange: Exchange,
  { source }: WithSource,
  prefix: string,
  user: LdapUser,
  chosen?: string,
): readonly [value: string | undefined] | undefined {
  let name: readonly [string | undefined] | undefined;
  if (!user.values) return undefined;
  for (const [at, attribute] of (source.attributes ?? []).entries()) {
    const value = user.values[at];
    setNamedValue(exchange.env, prefix + upperCase(attribute), value ?? '');
    if (attribute === chosen) name = [value];
  }
  return name;
}

/** What a user is known as once the entry is found: variables for its attributes, and the name that the configuration wants. */
export function nameUser(exchange: Exchange, own: WithSource, user: LdapUser): void {
  const { remoteUserAttribute: chosen } = own;
  const name = setUserVariables(exchange, own, 'AUTHENTICATE_', user, chosen);
  if (name) exchange.user = name[0];
  if (chosen === undefined || name) return;
  exchange.recorder.log(
    'warn',
    'AH01696',
    `auth_ldap authenticate: REMOTE_USER was to be set with attribute '${chosen}', but this attribute was not requested for in the LDAP query for the user. REMOTE_USER will fall back to username or DN as appropriate.`,
  );
}

const upperCase = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
