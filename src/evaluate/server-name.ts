import { type Exchange, requestHeader } from './exchange.js';

const trustworthy = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)$/;

/** Host and port of an authority, without brackets' loss; the port is undefined when absent or not a number. */
export function splitAuthority(authority: string): {
  readonly host: string;
  readonly port: number | undefined;
} {
  const text = authority.slice(authority.lastIndexOf('@') + 1);
  const found = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(text);
  if (!found) return { host: text, port: undefined };
  return { host: found[1]!, port: found[2] ? Number(found[2]) : undefined };
}

/** What the client named as host: the target's authority before the Host field; `undefined` when none is usable. */
export function requestedHost(
  exchange: Exchange,
): { readonly host: string; readonly port: number | undefined } | undefined {
  const authority = exchange.authority ?? requestHeader(exchange, 'Host');
  if (authority === undefined || authority === '') return undefined;
  const split = splitAuthority(authority);
  return trustworthy.test(split.host) ? { host: split.host.toLowerCase(), port: split.port } : undefined;
}

/** The server's name as httpd gives it to URLs and service names (UseCanonicalName). */
export function hostOf(exchange: Exchange): string {
  const { serverName } = exchange.program.host.core;
  const canonical = serverName?.name ?? exchange.connection.localAddress;
  if (exchange.settings.core?.useCanonicalName === 'On') return canonical;
  return requestedHost(exchange)?.host ?? canonical;
}

/** The port that goes with `hostOf` (UseCanonicalName, UseCanonicalPhysicalPort). */
export function portOf(exchange: Exchange): number {
  const { core } = exchange.program.host;
  const fallback = exchange.connection.secure ? 443 : 80;
  const physical = exchange.settings.core?.useCanonicalPhysicalPort
    ? exchange.connection.localPort
    : undefined;
  if (exchange.settings.core?.useCanonicalName === 'On') return core.port ?? physical ?? fallback;
  const requested = requestedHost(exchange);
  if (requested?.port !== undefined) return requested.port;
  if (requested) return physical ?? fallback;
  return exchange.connection.localPort;
}

export function schemeOf(exchange: Exchange): 'http' | 'https' {
  return exchange.connection.secure ? 'https' : 'http';
}

/** An absolute URL of this server for a path (`ap_construct_url`). */
export function absoluteUrl(exchange: Exchange, path: string): string {
  const port = portOf(exchange);
  const usual = exchange.connection.secure ? 443 : 80;
  return `${schemeOf(exchange)}://${hostOf(exchange)}${port === usual ? '' : `:${port}`}${path}`;
}
