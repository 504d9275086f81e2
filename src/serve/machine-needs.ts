import type { SessionKey } from '../ruleset/mod_auth_gssapi.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { allSettings } from '../ruleset/settings-of.js';

/** What a ruleset wants from the machine it is served on. */
export interface MachineNeeds {
  /** Whether any section logs users in with Kerberos. */
  readonly gssapi: boolean;
  /** Whether a section or an alias of a provider names a file of users. */
  readonly userFiles: boolean;
  /** Whether per-directory files are read, which may want anything later. */
  readonly folderFiles: boolean;
  readonly sessionKeys: readonly SessionKey[];
  /** Names of keytabs as configured: `FILE:/path`, `/path` … */
  readonly keytabs: readonly string[];
}

/** Collects what all settings of the ruleset together want. */
export function machineNeeds(ruleset: Ruleset): MachineNeeds {
  let gssapi = false;
  let userFiles = false;
  const keys = new Map<string, SessionKey>();
  const keytabs = new Set<string>();
  const aliases = Object.values(ruleset.authnAliases ?? {});
  for (const settings of [...allSettings(ruleset), ...aliases.map((alias) => alias.settings)]) {
    const { mod_auth_gssapi, mod_auth_kerb, mod_authn_core, mod_authn_file, mod_kerbgate } = settings;
    if (mod_authn_file?.userFile !== undefined) userFiles = true;
    const type = mod_authn_core?.authType;
    if (typeof type === 'string' && /^(?:gssapi|kerberos(?:v5)?)$/i.test(type)) gssapi = true;
    if (typeof type === 'object' && (mod_auth_gssapi || mod_auth_kerb)) gssapi = true;
    const keytab = mod_auth_gssapi?.credentialStore?.keytab;
    if (keytab !== undefined) keytabs.add(keytab);
    if (mod_auth_kerb?.keytab !== undefined) keytabs.add(mod_auth_kerb.keytab);
    for (const key of [mod_auth_gssapi?.sessionKey, ...(mod_kerbgate?.sessionKeys ?? [])])
      if (key) keys.set(JSON.stringify(key), key);
  }
  const folderFiles = ruleset.definitions !== undefined;
  return { gssapi, userFiles, folderFiles, sessionKeys: [...keys.values()], keytabs: [...keytabs] };
}
