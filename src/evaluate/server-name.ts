import type { Exchange } from './exchange.js';

/** The server's name as httpd gives it to URLs and service names (UseCanonicalName). */
export function hostOf(exchange: Exchange): string {
  const { program, host, connection, settings } = exchange;
  const canonical = program.host.core.serverName?.name ?? connection.localAddress;
  const rule = settings.core?.useCanonicalName;
  const name =
    rule === 'On'
      ? canonical
      : rule === 'DNS'
        ? (program.surroundings.names.nameOf(connection.localAddress)?.toLowerCase() ?? canonical)
        : (host?.name ?? canonical);
  return name.includes(':') ? `[${name}]` : name;
}

/** The port that goes with `hostOf` (UseCanonicalName, UseCanonicalPhysicalPort). */
export function portOf({ program, host, connection, settings }: Exchange): number {
  const own = program.host.core.port;
  const usual = connection.tls ? 443 : 80;
  const physical = settings.core?.useCanonicalPhysicalPort ? connection.localPort : undefined;
  if (settings.core?.useCanonicalName === 'On') return own ?? physical ?? usual;
  return host?.port ?? physical ?? own ?? usual;
}

export function schemeOf(exchange: Exchange): 'http' | 'https' {
  return exchange.connection.tls ? 'https' : 'http';
}

/** An absolute URL of this server for a path (`ap_construct_url`). */
export function absoluteUrl(exchange: Exchange, path: string): string {
  const port = portOf(exchange);
  const usual = exchange.connection.tls ? 443 : 80;
  return `${schemeOf(exchange)}://${hostOf(exchange)}${port === usual ? '' : `:${port}`}${path}`;
}

/** The version of HTTP that the client speaks; of a subrequest that it is one (`ap_set_sub_req_protocol`). */
export function protocolOf({ main, facts }: Exchange): string {
  return main ? 'INCLUDED' : `HTTP/${facts.version}`;
}
