import { coreLowerings } from './core.js';
import { httpCore } from './http.js';
import type { Lowering, ModuleLowerings } from './lowering.js';
import { accessCompat } from './mod_access_compat.js';
import { alias } from './mod_alias.js';
import { allowmethods } from './mod_allowmethods.js';
import { authBasic } from './mod_auth_basic.js';
import { authGssapi } from './mod_auth_gssapi.js';
import { authKerb } from './mod_auth_kerb.js';
import { authnAnon } from './mod_authn_anon.js';
import { authnCore } from './mod_authn_core.js';
import { authnFile } from './mod_authn_file.js';
import { authnzLdap } from './mod_authnz_ldap.js';
import { authzCore } from './mod_authz_core.js';
import { authzGroupfile } from './mod_authz_groupfile.js';
import { autoindex } from './mod_autoindex.js';
import { cgi } from './mod_cgi.js';
import { cgid } from './mod_cgid.js';
import { dir } from './mod_dir.js';
import { env } from './mod_env.js';
import { expires } from './mod_expires.js';
import { filter } from './mod_filter.js';
import { headers } from './mod_headers.js';
import { include } from './mod_include.js';
import { kerbgate } from './mod_kerbgate.js';
import { logConfig } from './mod_log_config.js';
import { macro } from './mod_macro.js';
import { mime } from './mod_mime.js';
import { proxy } from './mod_proxy.js';
import { proxyConnect } from './mod_proxy_connect.js';
import { rewrite } from './mod_rewrite.js';
import { session } from './mod_session.js';
import { sessionCookie } from './mod_session_cookie.js';
import { setenvif } from './mod_setenvif.js';
import { so } from './mod_so.js';
import { ssl } from './mod_ssl.js';
import { unixd } from './mod_unixd.js';
import { mpm } from './mpm_common.js';
import { ldap } from './util_ldap.js';

/** All lowerings; modules without one have no directive that is served. */
export const allLowerings: readonly ModuleLowerings[] = [
  coreLowerings,
  httpCore,
  autoindex,
  cgi,
  cgid,
  dir,
  mime,
  logConfig,
  macro,
  so,
  unixd,
  mpm,
  accessCompat,
  alias,
  allowmethods,
  authBasic,
  authGssapi,
  authKerb,
  authnAnon,
  authnCore,
  authnFile,
  authzCore,
  authzGroupfile,
  env,
  expires,
  filter,
  headers,
  include,
  proxy,
  proxyConnect,
  rewrite,
  session,
  sessionCookie,
  setenvif,
  ssl,
  ldap,
  authnzLdap,
  kerbgate,
];

const byModule = new Map(allLowerings.map(({ module, directives }) => [module, directives]));

/** The lowering of a directive by its module and canonical name. */
export function loweringOf(module: string, name: string): Lowering | undefined {
  const directives = byModule.get(module);
  return directives && Object.hasOwn(directives, name) ? directives[name] : undefined;
}
