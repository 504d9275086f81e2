import type { AuthGssapiSettings, SessionKey } from '../ruleset/mod_auth_gssapi.js';
import type { KerbgateSettings } from '../ruleset/mod_kerbgate.js';
import type { Ruleset, Settings } from '../ruleset/ruleset.js';
import { allSettings } from '../ruleset/settings-of.js';
import type { SessionFacts, SessionLogin } from './session-facts.js';

/** What a place demands of logins; a session shall fulfil it, too. */
interface Demands {
  readonly sslOnly: boolean;
  readonly bound: boolean;
  readonly localName: boolean;
  /** Whether sessions may be made there of users who were impersonated. */
  readonly impersonates: boolean;
  readonly attributes: string;
  /** Absent: any. */
  readonly negotiate: readonly string[] | undefined;
  /** The mechanisms for passwords; `false`: no passwords. */
  readonly basic: readonly string[] | undefined | false;
}

/** The demands on the attributes of names, as one text. */
export function demandedAttributes({ requiredAttributes }: AuthGssapiSettings): string {
  return requiredAttributes ? JSON.stringify(requiredAttributes) : '';
}

function demandsOf(settings: AuthGssapiSettings, own: KerbgateSettings | undefined): Demands {
  const { allowedMechanisms, basicAuthMechanisms } = settings;
  return {
    sslOnly: settings.sslOnly ?? false,
    bound: own?.channelBinding === 'required',
    localName: settings.localName ?? false,
    impersonates: settings.impersonate ?? false,
    attributes: demandedAttributes(settings),
    negotiate: allowedMechanisms,
    basic: settings.basicAuth === true && (basicAuthMechanisms ?? allowedMechanisms),
  };
}

/** The keys that open sessions at a place; `undefined` is the server's own. The first one seals. */
export function sessionKeysAt({ mod_auth_gssapi, mod_kerbgate }: Settings): (SessionKey | undefined)[] {
  return [mod_auth_gssapi?.sessionKey, ...(mod_kerbgate?.sessionKeys ?? [])];
}

/**
 * Why a session does not count at a place whose demands its login was never measured by; `undefined`: it counts. mod_auth_gssapi
 * lets every session in that its key opens.
 */
export function unmetDemand(session: SessionFacts, settings: Settings, ruleset: Ruleset): string | undefined {
  if (settings.mod_kerbgate?.pacGroups) return 'KerbgatePacGroups On';
  const demands = demandsOf(settings.mod_auth_gssapi ?? {}, settings.mod_kerbgate);
  if (session.login) return missing(session.login, demands);
  // A user's two names tell whether one was mapped.
  const mapped = session.user !== session.gssName;
  if (demands.localName && !mapped) return 'GssapiLocalName On';
  if (demands.bound) return 'KerbgateChannelBinding required';
  for (const key of sessionKeysAt(settings)) {
    for (const other of placesWith(ruleset, nameOf(key))) {
      const lacks =
        mapped && other.localName && !demands.localName ? 'GssapiLocalName Off' : weaker(other, demands);
      if (lacks !== undefined) return lacks;
    }
  }
  return undefined;
}

function missing(login: SessionLogin, demands: Demands): string | undefined {
  if (demands.sslOnly && !login.tls) return 'GssapiSSLonly On';
  if (demands.bound && !login.bound) return 'KerbgateChannelBinding required';
  if (demands.localName !== login.localName) return `GssapiLocalName ${demands.localName ? 'On' : 'Off'}`;
  if (demands.attributes !== '' && demands.attributes !== login.attributes)
    return 'GssapiRequiredNameAttributes';
  const allowed = login.scheme === 'Basic' ? demands.basic : demands.negotiate;
  if (allowed === false) return 'GssapiBasicAuth Off';
  if (allowed === undefined || allowed.includes(login.mechanism)) return undefined;
  return login.scheme === 'Basic' ? 'GssapiBasicAuthMech' : 'GssapiAllowedMech';
}

/** Which of the demands another place does not make. */
function weaker(other: Demands, demands: Demands): string | undefined {
  if (other.impersonates) return 'a ticket or password of its user';
  if (demands.sslOnly && !other.sslOnly) return 'GssapiSSLonly On';
  if (demands.attributes !== '' && demands.attributes !== other.attributes)
    return 'GssapiRequiredNameAttributes';
  if (!within(other.negotiate, demands.negotiate)) return 'GssapiAllowedMech';
  if (other.basic === false) return undefined;
  if (demands.basic === false) return 'GssapiBasicAuth Off';
  return within(other.basic, demands.basic) ? undefined : 'GssapiBasicAuthMech';
}

const within = (some: readonly string[] | undefined, all: readonly string[] | undefined): boolean =>
  all === undefined || (some?.every((each) => all.includes(each)) ?? false);

const nameOf = (key: SessionKey | undefined): string => JSON.stringify(key ?? null);

const places = new WeakMap<Ruleset, ReadonlyMap<string, readonly Demands[]>>();

/** What all places of the configuration demand that have a key: a session that tells nothing may have been made at any of them. */
function placesWith(ruleset: Ruleset, key: string): readonly Demands[] {
  let found = places.get(ruleset);
  if (!found) {
    found = placesByKey(ruleset);
    places.set(ruleset, found);
  }
  return found.get(key) ?? [];
}

function placesByKey(ruleset: Ruleset): ReadonlyMap<string, readonly Demands[]> {
  const found = new Map<string, Demands[]>();
  for (const settings of allSettings(ruleset)) {
    if (!settings.mod_auth_gssapi?.useSessions) continue;
    const demands = demandsOf(settings.mod_auth_gssapi, settings.mod_kerbgate);
    for (const key of sessionKeysAt(settings)) {
      const name = nameOf(key);
      found.set(name, [...(found.get(name) ?? []), demands]);
    }
  }
  return found;
}
