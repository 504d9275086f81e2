import type { SettingsModule } from '../ruleset/ruleset.js';

const names: Readonly<Record<SettingsModule, true>> = {
  core: true,
  mod_authn_core: true,
  mod_authz_core: true,
  mod_access_compat: true,
  mod_allowmethods: true,
  mod_authn_file: true,
  mod_authn_anon: true,
  mod_authz_groupfile: true,
  mod_auth_basic: true,
  mod_auth_gssapi: true,
  mod_auth_kerb: true,
  mod_alias: true,
  mod_dir: true,
  mod_mime: true,
  mod_env: true,
  mod_setenvif: true,
  mod_headers: true,
  mod_expires: true,
  mod_include: true,
  mod_autoindex: true,
  mod_session: true,
  mod_session_cookie: true,
  mod_proxy: true,
  mod_ssl: true,
  mod_rewrite: true,
  util_ldap: true,
  mod_authnz_ldap: true,
  mod_kerbgate: true,
};

/** Whether a module has per-directory settings in the ruleset. */
export function keepsSettings(module: string): module is SettingsModule {
  return Object.hasOwn(names, module);
}
