import type { SessionKey } from '../ruleset/mod_auth_gssapi.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { allSettings } from '../ruleset/settings-of.js';

/** What a ruleset wants from the machine it is served on. */
export interface MachineNeeds {
  /** Whether any section logs users in with Kerberos. */
  readonly gssapi: boolean;
  readonly sessionKeys: readonly SessionKey[];
  /** Names of keytabs as configured: `FILE:/path`, `/path` … */
  readonly keytabs: readonly string[];
}

/** Collects what all settings of the ruleset together want. */
export function machineNeeds(ruleset: Ruleset): MachineNeeds {
  let gssapi = false;
  const keys = new Map<string, SessionKey>();
  const keytabs = new Set<string>();
  for (const settings of allSettings(ruleset)) {
    const { mod_auth_gssapi, mod_auth_kerb, mod_authn_core, mod_kerbgate } = settings;
    const type = mod_authn_core?.authType;
    if (typeof type === 'string' && /^(?:gssapi|kerberos(?:v5)?)$/i.test(type)) gssapi = true;
    if (typeof type === 'object' && (mod_auth_gssapi || mod_auth_kerb)) gssapi = true;
    const keytab = mod_auth_gssapi?.credentialStore?.keytab;
    if (keytab !== undefined) keytabs.add(keytab);
    if (mod_auth_kerb?.keytab !== undefined) keytabs.add(mod_auth_kerb.keytab);
    for (const key of [mod_auth_gssapi?.sessionKey, ...(mod_kerbgate?.sessionKeys ?? [])])
      if (key) keys.set(JSON.stringify(key), key);
  }
  return { gssapi, sessionKeys: [...keys.values()], keytabs: [...keytabs] };
}
