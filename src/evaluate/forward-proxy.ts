import type { PortRange } from '../ruleset/mod_proxy.js';
import { ok, type Plan, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { canonicalAddress } from './host-addresses.js';
import { readAuthority } from './host-reading.js';
import { aliasMatcher } from './name-index.js';
import { decodePath, splitTarget } from './path.js';
import { schemeOf } from './server-name.js';

/** The host and port that CONNECT names; `undefined` for anything else than these two. */
export interface TunnelEnd {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Reads the target of CONNECT (`apr_uri_parse_hostinfo`); a port must be one, while httpd takes its lower 16 bits. */
export function readTunnelEnd(target: string): TunnelEnd | undefined {
  const [, literal, name, digits] = /^(?:\[([^\]]*)\]|([^:[]*)):(\d{1,7})$/.exec(target) ?? [];
  const port = Number(digits);
  const host = literal ?? name ?? '';
  return digits === undefined || port > 65_535 ? undefined : { host, port };
}

/**
 * Whether the request is for another server (`proxy_detect`): one in absolute form unless it names the server that was chosen, and
 * CONNECT. From then on its path is the target as it was sent.
 */
export function detectForward(exchange: Exchange, target: string): void {
  const { program, method } = exchange;
  if (program.host.mod_proxy.forward !== true || !program.loads.mod_proxy) return;
  const isForOthers =
    method === 'CONNECT' ? readTunnelEnd(target) !== undefined : isAbsolute(exchange, target);
  if (!isForOthers) return;
  exchange.throughProxy = true;
  exchange.uri = exchange.unparsedUri;
  exchange.proxy = { target: exchange.uri, name: exchange.uri, options: {} };
  exchange.handler = 'proxy-server';
}

function isAbsolute(exchange: Exchange, target: string): boolean {
  const { scheme, authority } = splitTarget(target);
  if (scheme === undefined || !authority) return false;
  return scheme.toLowerCase() !== schemeOf(exchange) || !isOwn(exchange, authority);
}

/** Whether an authority is that of the server at hand (`ap_matches_request_vhost`). */
function isOwn(exchange: Exchange, authority: string): boolean {
  const {
    host: { core },
    virtualHost,
  } = exchange.program;
  const named = /^(?:\[([^\]]*)\]|([^:]*))/.exec(authority);
  const name = (named?.[1] ?? named?.[2] ?? '').toLowerCase();
  if (name === '') return false;
  const reading = readAuthority(authority, false);
  const given = typeof reading === 'object' ? reading.port : undefined;
  const port = given ?? (schemeOf(exchange) === 'https' ? 443 : 80);
  const addresses = virtualHost?.addresses ?? [];
  if (addresses.some((each) => (each.port === 0 || each.port === port) && each.host.toLowerCase() === name))
    return true;
  // A ServerName without a port takes away that of the <VirtualHost> line.
  const own = core.port ?? (virtualHost?.core.serverName ? 0 : addresses[0]?.port);
  if (port !== own) return false;
  return (
    core.serverName?.name.toLowerCase() === name ||
    core.serverAliases.some((alias) => aliasMatcher(alias.toLowerCase())(name))
  );
}

/** What is wrong with a path is told before anybody is asked for a login, although it is sent on as it is. */
export function checkForwardedPath(exchange: Exchange): Status {
  const { path } = splitTarget(exchange.uri);
  if (exchange.method === 'CONNECT' || path === '') return ok;
  const { mergeSlashes } = exchange.program.host.core;
  const decoded = decodePath(path, { mergeSlashes, encodedSlashes: 'NoDecode' });
  if ('path' in decoded || decoded.status !== 400) return ok;
  exchange.recorder.log('error', 'AH10244', `invalid URI path (${exchange.uri}): ${decoded.because}`);
  return 400;
}

const served = /^(https?|wss?):(.*)$/is;

/** Brings the URL into the form that is connected to (`proxy_fixup`); the path stays as the client wrote it. */
export function fixupForward(exchange: Exchange): Status {
  const { proxy } = exchange;
  if (!proxy || !exchange.throughProxy) return ok;
  const [, scheme, rest = ''] = served.exec(proxy.target) ?? [];
  if (proxy.target.startsWith(':')) return 400;
  if (scheme === undefined) return ok;
  const [, authority, path = ''] = /^\/\/([^/]*)\/?(.*)$/s.exec(rest) ?? [];
  const end = authority === undefined ? undefined : readOrigin(authority);
  if (!end) {
    exchange.recorder.log('error', 'AH01083', `error parsing URL ${proxy.target}: Invalid host/port`);
    return 400;
  }
  if (/[^\x21-\xff]/.test(path)) {
    exchange.recorder.log('error', 'AH10415', 'To be forwarded path contains control characters or spaces');
    return 403;
  }
  const lower = scheme.toLowerCase();
  const usual = lower === 'https' || lower === 'wss' ? 443 : 80;
  const host = end.host.includes(':') ? `[${end.host}]` : end.host;
  const port = end.port === undefined || end.port === usual ? '' : `:${end.port}`;
  exchange.proxy = { ...proxy, target: `${lower}://${host}${port}/${path}` };
  return ok;
}

/** Host and port of an authority, without user and in lower case (`apr_parse_addr_port`): what is no port belongs to the host. */
function readOrigin(
  authority: string,
): { readonly host: string; readonly port: number | undefined } | undefined {
  const text = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const [, written = '', digits] = /^(.*?)(?::(\d+))?$/s.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (written === '' || /^\d+$/.test(written) || port === 0 || (port ?? 1) > 65_535) return undefined;
  if (!written.startsWith('[')) return { host: written, port };
  const inside = /^\[([^\]%]*)\]$/.exec(written)?.[1] ?? '';
  return inside.includes(':') && canonicalAddress(inside) !== undefined ? { host: inside, port } : undefined;
}

/** Refuses in the way of the proxy itself, which calls all its errors by one name (`ap_proxyerror`). */
export function proxyError({ recorder, notes }: Exchange, status: Status, message: string): Status {
  recorder.log('error', 'AH00898', message);
  notes.set('proxy-error', '');
  return status;
}

/** Whether the page for an answer names an error of the proxy. */
export const isProxyError = ({ hasNotes, notes }: Exchange): boolean => hasNotes && notes.has('proxy-error');

/** What becomes of a request for another server once it may pass. */
export function planForward(exchange: Exchange, target: string): Plan | Status {
  if (exchange.method === 'CONNECT') return planTunnel(exchange);
  if (!served.test(target) || !exchange.program.has('mod_proxy_http')) return unhandled(exchange);
  // httpd takes a query for a part of the host where no path is between them, and mostly fails later.
  if (/^[^/]*\/\/[^/]*[?#]/.test(target)) return proxyError(exchange, 400, `URI cannot be parsed: ${target}`);
  return { run: 'proxy', target, options: {} };
}

function unhandled({ recorder, uri }: Exchange): Status {
  recorder.log('warn', 'AH01144', `No protocol handler was valid for the URL ${uri}`);
  return 500;
}

/**
 * Whether the name of the host that a URL names holds a word of ProxyBlock, which counts for every upstream; addresses are looked at
 * when it is connected to.
 */
export function isBlocked({ program, proxy, method, throughProxy }: Exchange): boolean {
  const { blocked } = program.host.mod_proxy;
  if (!blocked || !proxy) return false;
  const authority = method === 'CONNECT' && throughProxy ? proxy.target : splitTarget(proxy.target).authority;
  const host = (authority ?? '')
    .replace(/^.*@|:\d*$/g, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  return blocked.some((word) => word.startsWith('*') || host.includes(word.toLowerCase()));
}

/** What becomes of CONNECT (`proxy_connect_handler`): a tunnel, if its port is allowed. */
function planTunnel(exchange: Exchange): Plan | Status {
  const { program, uri } = exchange;
  const end = readTunnelEnd(uri);
  if (!program.has('mod_proxy_connect') || !end) return unhandled(exchange);
  const { connectPorts } = program.host.mod_proxy;
  if (!isAllowed(end.port, connectPorts))
    return proxyError(exchange, 403, 'Connect to remote machine blocked');
  return { run: 'tunnel', ...end };
}

const usualPorts: readonly PortRange[] = [443, 563].map((port) => ({ first: port, last: port }));

const isAllowed = (port: number, ranges = usualPorts): boolean =>
  ranges.some(({ first, last }) => port >= first && port <= last);

/** Where a browser is sent that names a host without a dot (ProxyDomain); `undefined` for any other request. */
export function withDomain({ program, method, throughProxy, uri }: Exchange): string | undefined {
  const { domain } = program.host.mod_proxy;
  if (domain === undefined || !throughProxy || (method !== 'GET' && method !== 'HEAD')) return undefined;
  const [, start = '', host = '', rest = ''] =
    /^([^:]*:\/\/(?:[^/?#]*@)?)([^/?#:[\]]*)(.*)$/s.exec(uri) ?? [];
  if (host === '' || host.includes('.') || host.toLowerCase() === 'localhost') return undefined;
  return start + host + domain + rest;
}
