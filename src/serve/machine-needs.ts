import type { SessionKey } from '../ruleset/mod_auth_gssapi.js';
import type { ConditionSection, Ruleset, Section, Settings, VirtualHost } from '../ruleset/ruleset.js';

/** What a ruleset wants from the machine it is served on. */
export interface MachineNeeds {
  /** Whether any section logs users in with Kerberos. */
  readonly gssapi: boolean;
  readonly sessionKeys: readonly SessionKey[];
  /** Names of keytabs as configured: `FILE:/path`, `/path` … */
  readonly keytabs: readonly string[];
}

/** Collects what all settings of the ruleset together want. */
export function machineNeeds({ host, virtualHosts }: Ruleset): MachineNeeds {
  let gssapi = false;
  const keys = new Map<string, SessionKey>();
  const keytabs = new Set<string>();
  for (const settings of [host, ...virtualHosts].flatMap(allSettings)) {
    const { mod_auth_gssapi, mod_auth_kerb, mod_authn_core } = settings;
    const type = mod_authn_core?.authType;
    if (typeof type === 'string' && /^(?:gssapi|kerberos(?:v5)?)$/i.test(type)) gssapi = true;
    if (typeof type === 'object' && (mod_auth_gssapi || mod_auth_kerb)) gssapi = true;
    const keytab = mod_auth_gssapi?.credentialStore?.keytab;
    if (keytab !== undefined) keytabs.add(keytab);
    if (mod_auth_kerb?.keytab !== undefined) keytabs.add(mod_auth_kerb.keytab);
    const key = mod_auth_gssapi?.sessionKey;
    if (key) keys.set(JSON.stringify(key), key);
  }
  return { gssapi, sessionKeys: [...keys.values()], keytabs: [...keytabs] };
}

function allSettings(host: Omit<VirtualHost, 'core' | 'addresses' | 'title' | 'from'>): readonly Settings[] {
  const found: Settings[] = [host.base];
  const open: (Section | ConditionSection)[] = [
    ...host.conditions,
    ...host.directories,
    ...host.directoryMatches,
    ...host.files,
    ...host.locations,
    ...host.proxies,
  ];
  for (let section = open.pop(); section; section = open.pop()) {
    found.push(section.settings);
    for (const each of section.conditions) open.push(each);
    if ('files' in section) for (const each of section.files) open.push(each);
  }
  return found;
}
