import { expressionsIn } from '../ruleset/expressions-in.js';
import type { HeaderEdit } from '../ruleset/mod_headers.js';
import type { EnvironmentTest } from '../ruleset/mod_setenvif.js';
import type { ConditionSection, Host, Ruleset, Settings } from '../ruleset/ruleset.js';
import { addDistinctions, addNamed, type Distinctions, noDistinctions, strangeHost } from './distinctions.js';
import { samplesOf } from './pattern-samples.js';
import { takesOthers } from './proof-text.js';
import { readExpression, supposeVariable } from './read-expression.js';
import { readRewriteRules } from './read-rewrite.js';
import { readAccess, readAttributes, readRule } from './read-rules.js';

const known = new WeakMap<Ruleset, WeakMap<object, Distinctions>>();

/** What is found for an object of a ruleset, which is looked at once. */
function once(ruleset: Ruleset, object: object, read: (into: Distinctions) => void): Distinctions {
  const own = known.get(ruleset) ?? new WeakMap<object, Distinctions>();
  known.set(ruleset, own);
  const found = own.get(object);
  if (found) return found;
  const made = noDistinctions();
  own.set(object, made);
  read(made);
  return made;
}

/** Notes what the settings of a section, or of a set of them, tell requests apart by. */
export function readSettings(settings: Settings, ruleset: Ruleset, into: Distinctions): void {
  addDistinctions(
    into,
    once(ruleset, settings, (found) => readOne(settings, ruleset, found)),
  );
}

function readOne(settings: Settings, ruleset: Ruleset, into: Distinctions): void {
  for (const expression of expressionsIn(settings)) readExpression(expression, into);
  const { mod_authz_core, mod_access_compat, mod_setenvif, mod_headers, mod_rewrite } = settings;
  const readAlias = (name: string): void => {
    const alias = ruleset.authzAliases?.[name];
    if (alias) readSettings(alias.settings, ruleset, into);
  };
  if (mod_authz_core?.rule) readRule(mod_authz_core.rule, into, readAlias);
  if (mod_access_compat) readAccess(mod_access_compat, into);
  readTests(mod_setenvif?.tests ?? [], into);
  for (const edit of mod_headers?.request ?? []) readEdit(edit, into);
  if (mod_rewrite) readRewriteRules(mod_rewrite.rules ?? [], into);
  const allowed = settings.mod_allowmethods?.methods;
  if (Array.isArray(allowed)) for (const method of allowed) into.methods.add(method as string);
  const bound = settings.core?.limitRequestBody;
  if (bound !== undefined && bound > 0) into.lengths.add(bound);
  if (settings.mod_ssl?.requireSsl || settings.mod_ssl?.verifyClient) into.flags.add('tls');
  if (settings.mod_ssl?.verifyClient || settings.mod_ssl?.userName) into.flags.add('certificate');
  if (settings.mod_dir?.fallback) into.flags.add('files');
  readCookies(settings, into);
  readLogin(settings, ruleset, into);
}

/** Cookies of sessions, which may be kept from what stands behind. */
function readCookies(
  { mod_session: session, mod_session_cookie: names }: Settings,
  into: Distinctions,
): void {
  if (!session?.enabled || !names?.remove) return;
  for (const [field, name] of [
    ['cookie', names.cookie?.name],
    ['cookie2', names.cookie2?.name],
  ] as const)
    if (name !== undefined) addNamed(into.fields, field, [`${name}=a=b`]);
}

/** What may be brought to log in, and what files tell of it. */
function readLogin(settings: Settings, ruleset: Ruleset, into: Distinctions): void {
  const { mod_authn_core, mod_auth_gssapi: gssapi, mod_auth_kerb: kerb, mod_auth_basic: basic } = settings;
  const type = mod_authn_core?.authType;
  const types = typeof type === 'string' ? type.toLowerCase() : type === undefined ? '' : 'any';
  if (/gssapi|kerberos|any/.test(types)) into.flags.add('ticket');
  if (/basic|kerberos|any/.test(types) || gssapi?.basicAuth) into.flags.add('password');
  if (/kerberos|any/.test(types) || gssapi?.basicAuth) into.flags.add('principal');
  if (/gssapi|any/.test(types) && takesOthers(gssapi?.allowedMechanisms)) into.flags.add('mechanisms');
  if (gssapi?.sslOnly) into.flags.add('tls');
  if (gssapi?.requiredAttributes) readAttributes(gssapi.requiredAttributes, into);
  if (gssapi?.useSessions) {
    into.flags.add('sessions');
    const keys = [gssapi.sessionKey, ...(settings.mod_kerbgate?.sessionKeys ?? [])];
    for (const key of keys) into.sessionKeys.add(JSON.stringify(key ?? null));
    const { cookie, cookie2 } = settings.mod_session_cookie ?? {};
    for (const each of [cookie, cookie2]) if (each) into.cookies.add(each.name);
  }
  // The name of the service comes from the host that a client names.
  if (gssapi?.acceptorName?.kind === 'hostname') into.hosts.add(strangeHost);
  if (/kerberos|any/.test(types) && (kerb?.serviceName?.kind ?? 'service') === 'service')
    into.hosts.add(strangeHost);
  for (const realm of kerb?.authRealms ?? []) into.realms.add(realm);
  const userFile = settings.mod_authn_file?.userFile;
  if (userFile !== undefined) into.userFiles.add(userFile);
  const groupFile = settings.mod_authz_groupfile?.groupFile;
  if (groupFile !== undefined) into.groupFiles.add(groupFile);
  for (const user of settings.mod_authn_anon?.users ?? []) into.users.add(user === '*' ? 'anybody' : user);
  for (const { alias } of basic?.providers ?? []) {
    const named = alias === undefined ? undefined : ruleset.authnAliases?.[alias];
    if (named) readSettings(named.settings, ruleset, into);
  }
}

/** Notes what conditions tell requests apart by, and what the sections in them do. */
export function readConditions(
  conditions: readonly ConditionSection[],
  ruleset: Ruleset,
  into: Distinctions,
): void {
  if (conditions.length === 0) return;
  addDistinctions(
    into,
    once(ruleset, conditions, (found) => {
      for (const each of conditions) {
        if (each.condition) readExpression(each.condition.expression, found);
        readSettings(each.settings, ruleset, found);
        readConditions(each.conditions, ruleset, found);
      }
    }),
  );
}

/** Notes what a server tells requests apart by, wherever they lead. */
export function readHost(host: Host, ruleset: Ruleset, into: Distinctions): void {
  addDistinctions(
    into,
    once(ruleset, host, (found) => {
      readTests(host.mod_setenvif, found);
      for (const expression of expressionsIn(host.mod_setenvif)) readExpression(expression, found);
      if (host.base.mod_rewrite?.engine) readRewriteRules(host.mod_rewrite.rules, found);
      readSettings(host.base, ruleset, found);
      readConditions(host.conditions, ruleset, found);
      if (host.mod_ssl.verifyClient !== undefined) found.flags.add('certificate');
    }),
  );
}

/** The same for those parts of a server that are wanted: variables, rules and conditions one by one. */
export function readServerParts(
  { mod_setenvif, mod_rewrite, conditions, base }: Host,
  wanted: (part: object) => boolean,
  ruleset: Ruleset,
  into: Distinctions,
): void {
  const tests = mod_setenvif.filter(wanted);
  readTests(tests, into);
  for (const expression of expressionsIn(tests)) readExpression(expression, into);
  readRewriteRules(mod_rewrite.rules.filter(wanted), into);
  readConditions(conditions.filter(wanted), ruleset, into);
  if (wanted(base)) readSettings(base, ruleset, into);
}

/** Notes what SetEnvIf and its kin look at. */
function readTests(tests: readonly EnvironmentTest[], into: Distinctions): void {
  for (const { test } of tests) {
    if (test.kind === 'expression') continue;
    const { matching, failing } = samplesOf(test.regex);
    const values = [...matching, ...failing];
    if (matching.length === 0) into.unread.add(`the pattern ${test.regex.pattern}`);
    if (test.kind === 'header') addNamed(into.fields, test.header.toLowerCase(), values);
    else if (test.kind === 'headers')
      for (const name of samplesOf(test.name).matching) addNamed(into.fields, name.toLowerCase(), values);
    else if (test.kind === 'attribute') supposeVariable(attributes[test.attribute], values, into, test.regex);
    else addNamed(into.variables, test.variable.toLowerCase(), values);
  }
}

const attributes = {
  Remote_Addr: 'REMOTE_ADDR',
  Remote_Host: 'REMOTE_HOST',
  Request_URI: 'REQUEST_URI',
  Request_Method: 'REQUEST_METHOD',
  Request_Protocol: 'SERVER_PROTOCOL',
  Server_Addr: 'CONTEXT_PREFIX',
} as const;

function readEdit({ name, regex, action, value }: HeaderEdit, into: Distinctions): void {
  into.edited.add(name.toLowerCase());
  const text =
    value?.kind === 'format' ? value.parts.filter((part) => typeof part === 'string').join('') : '';
  if (action === 'merge' && text !== '') addNamed(into.fields, name.toLowerCase(), [text, `a, ${text}`]);
  if (regex) addNamed(into.fields, name.toLowerCase(), samplesOf(regex).matching);
}
