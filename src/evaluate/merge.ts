import type { CoreSettings, LogLevels, OptionsSetting } from '../ruleset/core.js';
import { frozenCopy } from '../ruleset/freeze.js';
import type { AliasSettings } from '../ruleset/mod_alias.js';
import type { AuthzCoreSettings, Rule } from '../ruleset/mod_authz_core.js';
import type { EnvSettings } from '../ruleset/mod_env.js';
import type { ExtensionMeaning, MimeSettings } from '../ruleset/mod_mime.js';
import type { Origins } from '../ruleset/origin.js';
import type { Settings, SettingsModule } from '../ruleset/ruleset.js';
import { mergeExpires } from './merge-expires.js';
import { mergeAutoindex } from './mod_autoindex.js';
import { setNamedValue } from './named-values.js';
import { mergeRewrite } from './rewrite-merge.js';
import { mergeSsl } from './ssl-options.js';

type SettingsOf<M extends SettingsModule> = NonNullable<Settings[M]>;
type MutableSettings = { -readonly [M in SettingsModule]?: Settings[M] };
type Merger<M extends SettingsModule> = (base: SettingsOf<M>, add: SettingsOf<M>) => SettingsOf<M>;

/**
 * Puts a section's settings over those of the sections before it, module by module, as each module of httpd merges its own. A
 * module the section does not mention keeps its object. The result is frozen.
 */
export function mergeSettings(base: Settings, add: Settings): Settings {
  const modules = Object.keys(add) as SettingsModule[];
  if (modules.length === 0) return base;
  const merged = ofAllModules(base);
  for (const module of modules) mergeModule(merged, add, module);
  return Object.freeze(merged);
}

/** The same settings with a place for each module, as all merged settings have: what is of one shape is read fast. */
export function ofOneShape(settings: Settings): Settings {
  return Object.freeze(ofAllModules(settings));
}

/** Assigned to a literal: see `frozenCopy`. */
function ofAllModules(settings: Settings): MutableSettings {
  return Object.assign<object, Settings>(withoutSettings(), settings);
}

function mergeModule<M extends SettingsModule>(merged: MutableSettings, add: Settings, module: M): void {
  const addition = add[module];
  const before = merged[module];
  if (addition === undefined) return;
  const result: SettingsOf<M> = before === undefined ? addition : mergers[module](before, addition);
  if (result === addition) Object.freeze(result);
  merged[module] = result === addition ? result : frozenCopy(result);
}

/** How each module merges; where httpd's module has no merge function, the later replaces. */
const mergers: { readonly [M in SettingsModule]: Merger<M> } = {
  core: mergeCore,
  mod_authn_core: overlay,
  mod_authz_core: mergeAuthzCore,
  mod_access_compat: (_base, add) => add,
  mod_allowmethods: overlay,
  mod_authn_file: (_base, add) => add,
  mod_authn_anon: (_base, add) => add,
  mod_authz_groupfile: (_base, add) => add,
  mod_auth_basic: overlay,
  mod_auth_gssapi: (_base, add) => add,
  mod_auth_kerb: (_base, add) => add,
  util_ldap: (_base, add) => add,
  mod_authnz_ldap: (_base, add) => add,
  mod_kerbgate: overlay,
  mod_alias: mergeAlias,
  mod_dir: overlay,
  mod_mime: mergeMime,
  mod_env: mergeEnv,
  mod_setenvif: (base, add) => ({
    ...overlay(base, add),
    ...defined({ tests: joined(base.tests, add.tests) }),
  }),
  mod_headers: (base, add) => ({
    ...overlay(base, add),
    ...defined({
      request: joined(base.request, add.request),
      response: joined(base.response, add.response),
      responseAlways: joined(base.responseAlways, add.responseAlways),
    }),
  }),
  mod_expires: mergeExpires,
  mod_include: overlay,
  mod_autoindex: mergeAutoindex,
  mod_session: (base, add) => ({
    ...overlay(base, add),
    ...defined({ include: joined(base.include, add.include), exclude: joined(base.exclude, add.exclude) }),
  }),
  mod_session_cookie: overlay,
  mod_ssl: (base, add) => mergeSsl(base, add, mergedOrigins(base, add)),
  mod_rewrite: (base, add) => mergeRewrite(base, add, overlay(base, add)),
  mod_proxy: (base, add) => ({
    ...overlay(base, add),
    ...defined({
      reverse: joined(base.reverse, add.reverse),
      cookieDomains: joined(base.cookieDomains, add.cookieDomains),
      cookiePaths: joined(base.cookiePaths, add.cookiePaths),
    }),
  }),
};

/** What is asked for most stands first. */
const withoutSettings = (): Readonly<Record<SettingsModule, undefined>> => ({
  core: undefined,
  mod_auth_gssapi: undefined,
  mod_kerbgate: undefined,
  mod_authn_core: undefined,
  mod_authz_core: undefined,
  mod_auth_basic: undefined,
  mod_auth_kerb: undefined,
  mod_ssl: undefined,
  mod_mime: undefined,
  mod_dir: undefined,
  mod_headers: undefined,
  mod_env: undefined,
  mod_setenvif: undefined,
  mod_rewrite: undefined,
  mod_alias: undefined,
  mod_proxy: undefined,
  mod_access_compat: undefined,
  mod_allowmethods: undefined,
  mod_authn_file: undefined,
  mod_authn_anon: undefined,
  mod_authz_groupfile: undefined,
  mod_expires: undefined,
  mod_include: undefined,
  mod_autoindex: undefined,
  mod_session: undefined,
  mod_session_cookie: undefined,
  util_ldap: undefined,
  mod_authnz_ldap: undefined,
});

/** Each setting of `add` over that of `base`, with its origin. */
function overlay<T extends { readonly from?: Origins }>(base: T, add: T): T {
  return { ...base, ...add, ...mergedOrigins(base, add) };
}

function mergedOrigins(
  base: { readonly from?: Origins },
  add: { readonly from?: Origins },
): { from?: Origins } {
  return base.from || add.from ? { from: Object.freeze({ ...base.from, ...add.from }) } : {};
}

/** Both lists, the first one's members first; `undefined` unless there are two. */
function joined<E>(
  first: readonly E[] | undefined,
  second: readonly E[] | undefined,
): readonly E[] | undefined {
  return first && second && Object.freeze([...first, ...second]);
}

/** The entries that have a value. */
function defined<T extends object>(entries: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const present = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}

function mergeCore(base: CoreSettings, add: CoreSettings): CoreSettings {
  const merged = overlay(base, add);
  const documents = add.errorDocuments && { ...base.errorDocuments, ...add.errorDocuments };
  return {
    ...merged,
    ...defined({
      errorDocuments: documents && Object.freeze(documents),
      options: base.options && add.options && mergeOptions(base.options, add.options),
      logLevel: base.logLevel && add.logLevel && mergeLevels(base.logLevel, add.logLevel),
    }),
  };
}

/** A level for everything stands alone (`ap_merge_log_config`). */
function mergeLevels(base: LogLevels, add: LogLevels): LogLevels {
  if (add.level !== undefined) return add;
  return Object.freeze({ ...base, modules: Object.freeze({ ...base.modules, ...add.modules }) });
}

/** A list without signs replaces; signed options change what is there, the later sign winning. */
function mergeOptions(base: OptionsSetting, add: OptionsSetting): OptionsSetting {
  if (add.set) return add;
  // Enabling server-side includes without exec takes away an earlier right to exec.
  const withoutExec = add.add.includes('IncludesNOEXEC') && !add.add.includes('Includes');
  const removed = withoutExec ? [...add.remove, 'Includes' as const] : add.remove;
  return frozenCopy({
    ...(base.set && { set: base.set }),
    add: Object.freeze([
      ...base.add.filter((name) => !removed.includes(name) && !add.add.includes(name)),
      ...add.add,
    ]),
    remove: Object.freeze([
      ...base.remove.filter((name) => !add.add.includes(name) && !removed.includes(name)),
      ...removed,
    ]),
  });
}

const mergedRules = new WeakSet<Rule>();

/** Whether AuthMerging made this rule; httpd names it so in its log. */
export function isMergedRule(rule: Rule): boolean {
  return mergedRules.has(rule);
}

/**
 * AuthMerging: Off, the default, lets a section's rule replace the outer one, and a section that says `Off` without any Require
 * drops it; And and Or combine both.
 */
function mergeAuthzCore(base: AuthzCoreSettings, add: AuthzCoreSettings): AuthzCoreSettings {
  const { rule: outer, merging: outerMerging, ...rest } = base;
  const { rule: inner, merging, ...addition } = add;
  const others = overlay<AuthzCoreSettings>(rest, addition);
  if (!merging && !inner && outer) {
    return { ...others, rule: outer, ...(outerMerging && { merging: outerMerging }) };
  }
  const rule = merging === 'And' || merging === 'Or' ? combine(merging, outer, inner) : inner;
  return { ...others, ...(rule && { rule }), ...(merging && { merging }) };
}

function combine(merging: 'And' | 'Or', outer: Rule | undefined, inner: Rule | undefined): Rule | undefined {
  if (!outer || !inner) return outer ?? inner;
  const rule: Rule = Object.freeze({
    kind: merging === 'And' ? 'all' : 'any',
    negated: false,
    rules: Object.freeze([outer, inner]),
    from: inner.from,
  });
  mergedRules.add(rule);
  return rule;
}

/** The inner section's redirects are tried first. */
function mergeAlias(base: AliasSettings, add: AliasSettings): AliasSettings {
  return { ...overlay(base, add), ...defined({ redirects: joined(add.redirects, base.redirects) }) };
}

/** Variables are named without regard to case. What the section unsets goes first, then it adds its own. */
function mergeEnv(base: EnvSettings, add: EnvSettings): EnvSettings {
  const unset = new Set(add.unset?.map((name) => name.toLowerCase()));
  const again = new Set(Object.keys(add.set ?? {}).map((name) => name.toLowerCase()));
  const kept = (name: string) => !unset.has(name.toLowerCase());
  const set = new Map(Object.entries(base.set ?? {}).filter(([name]) => kept(name)));
  // A name that is set again stays as it was first written.
  for (const [name, value] of Object.entries(add.set ?? {})) setNamedValue(set, name, value);
  const passed = (name: string) => kept(name) && !again.has(name.toLowerCase());
  const pass = [...(base.pass ?? []).filter(passed), ...(add.pass ?? [])];
  return {
    ...mergedOrigins(base, add),
    set: Object.freeze(Object.fromEntries(set)),
    ...(pass.length > 0 && { pass: Object.freeze(pass) }),
  };
}

function mergeMime(base: MimeSettings, add: MimeSettings): MimeSettings {
  const merged = overlay(base, add);
  if (!base.extensions || !add.extensions) return merged;
  const extensions: Record<string, ExtensionMeaning> = { ...base.extensions };
  for (const [extension, meaning] of Object.entries(add.extensions)) {
    extensions[extension] = Object.freeze({ ...base.extensions[extension], ...meaning });
  }
  return { ...merged, extensions: Object.freeze(extensions) };
}
