import { core } from './core.js';
import type { Definition, ModuleDefinition, ModuleIdentity } from './define.js';
import { http } from './http.js';
import { factsByModule, knownDefinitions } from './known/definitions.js';
import type { ModuleFacts } from './known/facts.js';
import { modAccessCompat } from './mod_access_compat.js';
import { modAlias } from './mod_alias.js';
import { modAllowmethods } from './mod_allowmethods.js';
import { modAuthBasic } from './mod_auth_basic.js';
import { modAuthGssapi } from './mod_auth_gssapi.js';
import { modAuthKerb } from './mod_auth_kerb.js';
import { modAuthnAnon } from './mod_authn_anon.js';
import { modAuthnCore } from './mod_authn_core.js';
import { modAuthnFile } from './mod_authn_file.js';
import { modAuthnzLdap } from './mod_authnz_ldap.js';
import { modAuthzCore } from './mod_authz_core.js';
import { modAuthzGroupfile } from './mod_authz_groupfile.js';
import { modAuthzHost } from './mod_authz_host.js';
import { modAuthzUser } from './mod_authz_user.js';
import { modAutoindex } from './mod_autoindex.js';
import { modCgi } from './mod_cgi.js';
import { modCgid } from './mod_cgid.js';
import { modDir } from './mod_dir.js';
import { modEnv } from './mod_env.js';
import { modExpires } from './mod_expires.js';
import { modFilter } from './mod_filter.js';
import { modHeaders } from './mod_headers.js';
import { modInclude } from './mod_include.js';
import { modKerbgate } from './mod_kerbgate.js';
import { modLogConfig } from './mod_log_config.js';
import { modMacro } from './mod_macro.js';
import { modMime } from './mod_mime.js';
import { modProxy } from './mod_proxy.js';
import { modProxyConnect } from './mod_proxy_connect.js';
import { modProxyHttp } from './mod_proxy_http.js';
import { modRewrite } from './mod_rewrite.js';
import { modSession } from './mod_session.js';
import { modSessionCookie } from './mod_session_cookie.js';
import { modSetenvif } from './mod_setenvif.js';
import { modSo } from './mod_so.js';
import { modSsl } from './mod_ssl.js';
import { modUnixd } from './mod_unixd.js';
import { modVersion } from './mod_version.js';
import { mpmCommon } from './mpm_common.js';
import { utilLdap } from './util_ldap.js';

/** Every module whose directives are defined by hand, the built-in ones first. */
export const modules = [
  core,
  modSo,
  http,
  modLogConfig,
  modVersion,
  modUnixd,
  mpmCommon,
  modAuthnAnon,
  modAuthnCore,
  modAuthnFile,
  modAuthzCore,
  modAuthzHost,
  modAuthzUser,
  modAuthzGroupfile,
  modAccessCompat,
  modAllowmethods,
  modAuthBasic,
  modAuthGssapi,
  modAuthKerb,
  modAlias,
  modAutoindex,
  modCgi,
  modCgid,
  modDir,
  modMime,
  modEnv,
  modSetenvif,
  modExpires,
  modFilter,
  modHeaders,
  modInclude,
  modSession,
  modSessionCookie,
  modProxy,
  modProxyHttp,
  modProxyConnect,
  modMacro,
  modSsl,
  modRewrite,
  utilLdap,
  modAuthnzLdap,
  modKerbgate,
] as const;

/** A definition with its canonical name and its module. */
export interface Registered {
  readonly name: string;
  readonly module: ModuleIdentity;
  readonly definition: Definition;
}

interface Registry {
  readonly modules: readonly ModuleIdentity[];
  readonly directives: readonly Registered[];
  readonly byName: ReadonlyMap<string, readonly Registered[]>;
}

let registry: Registry | undefined;

/** Made when it is first asked for. */
function all(): Registry {
  registry ??= makeRegistry();
  return registry;
}

function makeRegistry(): Registry {
  const facts = factsByModule();
  const byHand = new Map<string, ModuleDefinition>(modules.map((module) => [module.name, module]));
  const known = inOrder(byHand, facts);
  const directives = known.flatMap((module) =>
    registeredIn(module, byHand.get(module.name), facts.get(module.name)),
  );
  const byName = new Map<string, Registered[]>();
  for (const entry of directives)
    for (const spelling of [entry.name, ...aliasesOf(entry.definition)]) add(byName, spelling, entry);
  return { modules: known, directives, byName };
}

/** As httpd has them, built-in ones first; then those that Debian's httpd does not have. */
function inOrder(
  byHand: ReadonlyMap<string, ModuleDefinition>,
  facts: ReadonlyMap<string, ModuleFacts>,
): readonly ModuleIdentity[] {
  const httpds = [...facts.values()].map((module) => byHand.get(module.name) ?? module);
  const own = [...byHand.values()].filter(({ name }) => !facts.has(name));
  const all = [...httpds, ...own];
  return [...all.filter(({ builtIn }) => builtIn), ...all.filter(({ builtIn }) => !builtIn)];
}

/** A definition by hand comes before what httpd says of the same directive. */
function registeredIn(
  module: ModuleIdentity,
  byHand: ModuleDefinition | undefined,
  facts: ModuleFacts | undefined,
): readonly Registered[] {
  const own = Object.entries(byHand?.directives ?? {}).map(([name, definition]) => ({ name, definition }));
  const known = facts ? knownDefinitions(facts, byHand ? namesIn(byHand) : new Set()) : [];
  return [...own, ...known].map((named) => ({ ...named, module }));
}

/** Every module that is known: those defined by hand, and those of Debian's Apache of which only the facts are known. */
export const knownModules = (): readonly ModuleIdentity[] => all().modules;

/** Every directive and section that is known, module by module. */
export const knownDirectives = (): readonly Registered[] => all().directives;

/** The names of a module's definitions as httpd's table has them. */
function namesIn(module: ModuleDefinition): ReadonlySet<string> {
  return new Set(
    Object.entries(module.directives).flatMap(([name, definition]) =>
      definition.kind === 'section'
        ? [`<${name}`]
        : [definition.registered ?? name, ...aliasesOf(definition)],
    ),
  );
}

function aliasesOf(definition: Definition): readonly string[] {
  return definition.kind === 'directive' ? (definition.aliases ?? []) : [];
}

function add(byName: Map<string, Registered[]>, spelling: string, entry: Registered): void {
  const key = keyOf(spelling, entry.definition.kind);
  const known = byName.get(key);
  if (known) known.push(entry);
  else byName.set(key, [entry]);
}

function keyOf(name: string, kind: Definition['kind']): string {
  return `${kind === 'section' ? '<' : ''}${name.toLowerCase()}`;
}

/** Every module's definition of a directive or section of that name, in any case; mod_cgi and mod_cgid share some. */
export function lookUp(name: string, kind: Definition['kind']): readonly Registered[] {
  return all().byName.get(keyOf(name, kind)) ?? [];
}

/** The name httpd's own messages have: usually the canonical one. */
export function nameInMessages({ name, definition }: Registered): string {
  return (definition.kind === 'directive' && definition.registered) || name;
}

/** All names of directives, or of sections, in their canonical spelling. */
export function namesOf(kind: Definition['kind']): readonly string[] {
  const names = [...all().byName.values()].flat().filter((entry) => entry.definition.kind === kind);
  return [...new Set(names.map((entry) => entry.name))];
}
