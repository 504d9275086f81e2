import type { Host, Section } from '../ruleset/ruleset.js';
import type { SslProxy } from '../ruleset/ssl-proxy.js';
import type { Exchange } from './exchange.js';

/** What one place says of TLS to upstreams, together with the server it stands in. */
export interface ResolvedSslProxy {
  /** Tells the place: the settings that a Proxy section has of its own, or the server. */
  readonly place: SslProxy | Host;
  readonly settings: SslProxy;
  /** The section; absent for a server. */
  readonly section?: Section;
}

/** The place whose settings hold for a request that is passed on: of several Proxy sections the last that says anything of mod_ssl. */
export function placeOfTls({ settings, program }: Exchange): SslProxy | Host {
  return settings.mod_ssl?.proxy ?? program.host;
}

/**
 * All places of some servers, each with its settings in whole. A Proxy section is completed once, by the server it stands in; what that
 * server leaves open of the checks of names and dates is then taken from virtual hosts that have the section too
 * (`ssl_proxy_section_post_config`).
 */
export function resolveSslProxies(hosts: readonly Host[]): readonly ResolvedSslProxy[] {
  const resolved = new Map<SslProxy | Host, ResolvedSslProxy>();
  for (const host of hosts) {
    const own = host.mod_ssl.proxy ?? {};
    resolved.set(host, { place: host, settings: own });
    for (const section of host.proxies.filter(hasOwnTls)) {
      const place = section.settings.mod_ssl!.proxy!;
      const known = resolved.get(place)?.settings;
      const whole = known ? { ...checksOf(own), ...known } : { ...own, ...place };
      resolved.set(place, { place, settings: { ...whole, engine: whole.engine ?? false }, section });
    }
  }
  return [...resolved.values()];
}

const hasOwnTls = ({ settings }: Section): boolean => settings.mod_ssl?.proxy !== undefined;

function checksOf({ checkName, checkCommonName, checkExpiry }: SslProxy): SslProxy {
  return {
    ...(checkName !== undefined && { checkName }),
    ...(checkCommonName !== undefined && { checkCommonName }),
    ...(checkExpiry !== undefined && { checkExpiry }),
  };
}
