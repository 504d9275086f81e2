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
export function portOf(exchange: Exchange): number {
  const { program, host, connection, settings } = exchange;
  const own = program.host.core.port;
  const usual = usualPort(exchange);
  const physical = settings.core?.useCanonicalPhysicalPort ? connection.localPort : undefined;
  if (settings.core?.useCanonicalName === 'On') return own ?? physical ?? usual;
  return host?.port ?? physical ?? own ?? usual;
}

/** A ServerName with `https:` says that TLS ends in front of this server. */
export function schemeOf({ connection, program }: Exchange): 'http' | 'https' {
  return connection.tls || program.host.core.serverName?.scheme === 'https' ? 'https' : 'http';
}

function usualPort(exchange: Exchange): number {
  return schemeOf(exchange) === 'https' ? 443 : 80;
}

/** An absolute URL of this server for a path (`ap_construct_url`). */
export function absoluteUrl(exchange: Exchange, path: string): string {
  const port = portOf(exchange);
  return `${schemeOf(exchange)}://${hostOf(exchange)}${port === usualPort(exchange) ? '' : `:${port}`}${path}`;
}

/** The version of HTTP that the client speaks; of a subrequest that it is one (`ap_set_sub_req_protocol`). */
export function protocolOf({ main, facts }: Exchange): string {
  return main ? 'INCLUDED' : `HTTP/${facts.version}`;
}
