import type { AuthGssapiSettings } from '../../ruleset/mod_auth_gssapi.js';
import type { Rule } from '../../ruleset/mod_authz_core.js';
import type { Settings } from '../../ruleset/ruleset.js';
import { isPlainEdit } from './identity-fields.js';
import { canBeWord } from './statement.js';

/** How nginx has a place guarded. `ask` has kerbgate decide, for the reason that is told. */
export type PlaceRule =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'login';
      readonly keytab: string;
      readonly users: readonly string[];
      readonly localName: boolean;
    }
  | { readonly kind: 'ask'; readonly because: string };

const ask = (because: string): PlaceRule => ({ kind: 'ask', because });

/** Modules whose settings decide, or change what an application learns, so that a place with any of them is left to kerbgate. */
const deciding = [
  ['mod_access_compat', 'Order, Allow, Deny and Satisfy'],
  ['mod_allowmethods', 'AllowMethods'],
  ['mod_kerbgate', "kerbgate's own directives"],
  ['mod_session', 'sessions'],
  ['mod_setenvif', 'SetEnvIf'],
  ['mod_rewrite', 'RewriteRule'],
] as const;

/** What the module for SPNEGO can say of the settings in force at a place; everything else is for kerbgate to decide. */
export function placeRuleOf(settings: Settings): PlaceRule {
  const other = deciding.find(([module]) => settings[module] !== undefined);
  if (other) return ask(other[1]);
  if (settings.mod_alias?.redirect || settings.mod_alias?.redirects) return ask('Redirect');
  if (settings.mod_ssl?.requireSsl || settings.mod_ssl?.requirements || settings.mod_ssl?.verifyClient)
    return ask('what mod_ssl demands');
  if (runsSomething(settings)) return ask('handlers, whose files nginx would send as text');
  if (!(settings.mod_headers?.request ?? []).every(isPlainEdit)) return ask('RequestHeader');
  const rule = plain(settings.mod_authz_core?.rule);
  if (rule === undefined || isAll(rule, true)) return { kind: 'open' };
  if (isAll(rule, false)) return { kind: 'closed' };
  const users = usersOf(rule);
  if (!users) return ask('its Require lines');
  return loginOf(settings, users);
}

/** Whether files may be programs, or pages with elements: their text is not for clients. */
function runsSomething({ core, mod_mime }: Settings): boolean {
  const { set = [], add = [] } = core?.options ?? {};
  if ([...set, ...add].some((name) => name === 'ExecCGI' || name === 'Includes' || name === 'IncludesNOEXEC'))
    return true;
  const meanings = Object.values(mod_mime?.extensions ?? {});
  return (
    core?.setHandler !== undefined ||
    core?.outputFilters !== undefined ||
    meanings.some(({ type, handler, outputFilters }) => handler || outputFilters || type?.includes('httpd'))
  );
}

/** A container of one rule says what that says. */
function plain(rule: Rule | undefined): Rule | undefined {
  if (!rule || rule.kind === 'require' || rule.kind === 'none' || rule.negated) return rule;
  return rule.rules.length === 1 ? plain(rule.rules[0]) : rule;
}

const isAll = (rule: Rule, granted: boolean): boolean =>
  rule.kind === 'require' &&
  rule.test.provider === 'all' &&
  !rule.methods &&
  (rule.test.granted !== rule.negated) === granted;

/** Empty: whoever has logged in. */
function usersOf(rule: Rule): readonly string[] | undefined {
  if (rule.negated) return undefined;
  if (rule.kind !== 'require') {
    if (rule.kind !== 'any') return undefined;
    const each = rule.rules.map(usersOf);
    if (each.length === 0 || each.some((users) => users === undefined)) return undefined;
    return each.some((users) => users!.length === 0) ? [] : each.flatMap((users) => users!);
  }
  if (rule.methods || rule.alias !== undefined) return undefined;
  if (rule.test.provider === 'valid-user') return [];
  if (rule.test.provider !== 'user' || typeof rule.test.users !== 'string') return undefined;
  // Quotes and backslashes are read by the provider.
  if (/["'\\]/.test(rule.test.users)) return undefined;
  const users = rule.test.users.split(/\s+/).filter((user) => user !== '');
  return users.length > 0 && users.every((user) => /^[\w.@/+-]+$/.test(user)) ? users : undefined;
}

function loginOf(settings: Settings, users: readonly string[]): PlaceRule {
  const { mod_authn_core, mod_auth_gssapi, mod_auth_kerb } = settings;
  const type =
    typeof mod_authn_core?.authType === 'string' ? mod_authn_core.authType.toLowerCase() : undefined;
  if (type === 'kerberos' || type === 'kerberosv5')
    return ask('AuthType Kerberos with its own rules of realms and passwords');
  if (type !== 'gssapi') return ask(`AuthType ${type ?? 'is missing'}`);
  if (mod_auth_kerb) return ask('directives of mod_auth_kerb');
  return gssapiLogin(mod_auth_gssapi ?? {}, users);
}

/** Only what the module can say as well; passwords never: it does not verify the KDC that lets them pass. */
function gssapiLogin(gssapi: AuthGssapiSettings, users: readonly string[]): PlaceRule {
  const {
    credentialStore = {},
    localName,
    from: _,
    negotiateOnce: _once,
    signalPersistentAuth: _told,
    ...others
  } = gssapi;
  const set = Object.entries(others).find(([, value]) => value !== undefined && value !== false);
  if (set) return ask(directiveOf(set[0]));
  const { keytab, ...stores } = credentialStore;
  if (Object.keys(stores).length > 0 || keytab === undefined) return ask('GssapiCredStore');
  const path = keytab.replace(/^FILE:/, '');
  if (!path.startsWith('/') || !canBeWord(path)) return ask(`the keytab ${keytab}`);
  return { kind: 'login', keytab: path, users, localName: localName === true };
}

const directives: Readonly<Partial<Record<string, string>>> = {
  sslOnly: 'GssapiSSLonly',
  basicAuth: 'GssapiBasicAuth (the module takes passwords without verifying the KDC)',
  useSessions: 'GssapiUseSessions',
  delegCcacheDir: 'GssapiDelegCcacheDir',
  allowedMechanisms: 'GssapiAllowedMech',
  acceptorName: 'GssapiAcceptorName',
  connectionBound: 'GssapiConnectionBound',
  requiredAttributes: 'GssapiRequiredNameAttributes',
  nameAttributes: 'GssapiNameAttributes',
};

const directiveOf = (setting: string): string =>
  directives[setting] ?? `a directive of mod_auth_gssapi (${setting})`;
