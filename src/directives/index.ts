import { core } from './core.js';
import type { Definition, ModuleDefinition } from './define.js';
import { http } from './http.js';
import { modAccessCompat } from './mod_access_compat.js';
import { modAlias } from './mod_alias.js';
import { modAuthBasic } from './mod_auth_basic.js';
import { modAuthGssapi } from './mod_auth_gssapi.js';
import { modAuthKerb } from './mod_auth_kerb.js';
import { modAuthnCore } from './mod_authn_core.js';
import { modAuthnFile } from './mod_authn_file.js';
import { modAuthzCore } from './mod_authz_core.js';
import { modAuthzGroupfile } from './mod_authz_groupfile.js';
import { modAuthzHost } from './mod_authz_host.js';
import { modAuthzUser } from './mod_authz_user.js';
import { modCgi } from './mod_cgi.js';
import { modCgid } from './mod_cgid.js';
import { modDir } from './mod_dir.js';
import { modEnv } from './mod_env.js';
import { modHeaders } from './mod_headers.js';
import { modLogConfig } from './mod_log_config.js';
import { modMacro } from './mod_macro.js';
import { modMime } from './mod_mime.js';
import { modProxy } from './mod_proxy.js';
import { modProxyHttp } from './mod_proxy_http.js';
import { modSession } from './mod_session.js';
import { modSessionCookie } from './mod_session_cookie.js';
import { modSetenvif } from './mod_setenvif.js';
import { modSo } from './mod_so.js';
import { modUnixd } from './mod_unixd.js';
import { modVersion } from './mod_version.js';
import { mpmCommon } from './mpm_common.js';

/** Every module whose directives are defined, the built-in ones first. */
export const modules = [
  core,
  modSo,
  http,
  modLogConfig,
  modVersion,
  modUnixd,
  mpmCommon,
  modAuthnCore,
  modAuthnFile,
  modAuthzCore,
  modAuthzHost,
  modAuthzUser,
  modAuthzGroupfile,
  modAccessCompat,
  modAuthBasic,
  modAuthGssapi,
  modAuthKerb,
  modAlias,
  modCgi,
  modCgid,
  modDir,
  modMime,
  modEnv,
  modSetenvif,
  modHeaders,
  modSession,
  modSessionCookie,
  modProxy,
  modProxyHttp,
  modMacro,
] as const;

/** A definition with its canonical name and its module. */
export interface Registered {
  readonly name: string;
  readonly module: ModuleDefinition;
  readonly definition: Definition;
}

const byName = new Map<string, Registered[]>();

for (const module of modules as readonly ModuleDefinition[])
  for (const [name, definition] of Object.entries(module.directives))
    for (const spelling of [name, ...aliasesOf(definition)]) register(spelling, { name, module, definition });

function aliasesOf(definition: Definition): readonly string[] {
  return definition.kind === 'directive' ? (definition.aliases ?? []) : [];
}

function register(spelling: string, entry: Registered): void {
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
  return byName.get(keyOf(name, kind)) ?? [];
}

/** The name httpd's own messages have: usually the canonical one. */
export function nameInMessages({ name, definition }: Registered): string {
  return (definition.kind === 'directive' && definition.registered) || name;
}

/** All names of directives, or of sections, in their canonical spelling. */
export function namesOf(kind: Definition['kind']): readonly string[] {
  const names = [...byName.values()].flat().filter((entry) => entry.definition.kind === kind);
  return [...new Set(names.map((entry) => entry.name))];
}
