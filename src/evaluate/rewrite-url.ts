import type { RewriteRule } from '../ruleset/mod_rewrite.js';
import type { Exchange } from './exchange.js';
import { escapePath } from './path.js';
import { absoluteUrl, schemeOf } from './server-name.js';

/** How a text begins that mod_rewrite takes for a whole URL. */
export interface UrlStart {
  /** Characters of the scheme with what parts it from the rest. */
  readonly length: number;
  /** Whether a question mark begins a query in it. */
  readonly hasQuery: boolean;
}

const start =
  /^(?:((?:ajp|balancer|fcgi|https?|h2c?|scgi|wss?):\/\/|mailto:)|(?:ftp|gopher|ldap|nntp):\/\/|news:|unix:(?:\/\/)?)/i;

/** Whether a text is a whole URL of a scheme that mod_rewrite knows; very short ones are none. */
export function urlStart(text: string): UrlStart | undefined {
  if (text.startsWith('/') || text.length <= 5) return undefined;
  const found = start.exec(text);
  return found ? { length: found[0].length, hasQuery: found[1] !== undefined } : undefined;
}

/** The name with the server's own address before it, unless it is a whole URL already. */
export function qualified(exchange: Exchange, name: string): string {
  if (exchange.method === 'CONNECT' || urlStart(name)) return name;
  return absoluteUrl(exchange, name.startsWith('/') ? name : `/${name}`);
}

/** The path of a URL that leads to this very server, or undefined. */
export function ownPath(exchange: Exchange, name: string): string | undefined {
  const scheme = schemeOf(exchange);
  const found = new RegExp(`^${scheme}://([^/:]*)(?::([^/]*))?(?=/|$)`, 'i').exec(name);
  if (!found || name.length <= scheme.length + 3) return undefined;
  const usual = scheme === 'https' ? 443 : 80;
  const port = found[2] === undefined ? usual : Number.parseInt(found[2], 10) || 0;
  if (!isOwn(exchange, found[1]!, port)) return undefined;
  const path = name.slice(found[0].length);
  return path === '' ? '/' : path;
}

/** The main server is known by its names together with the port that ServerName gives. */
function isOwn({ program }: Exchange, host: string, port: number): boolean {
  const { serverName, serverAliases, port: own = 0 } = program.host.core;
  if (port !== own) return false;
  const lower = host.toLowerCase();
  return [serverName?.name, ...serverAliases].some((name) => name?.toLowerCase() === lower);
}

/** A URL with its path escaped, and what an LDAP URL has behind question marks. */
export function escapedUrl(url: string, { length }: UrlStart): string {
  let at = length;
  if (url[at - 1] === '/') {
    const slash = url.indexOf('/', at);
    if (slash === -1 || slash === url.length - 1) return url;
    at = slash + 1;
    if (/^ldap/i.test(url)) return url.slice(0, at) + escapedParts(url.slice(at));
  }
  return url.slice(0, at) + escapePath(url.slice(at));
}

function escapedParts(text: string): string {
  const parts = text.split('?');
  const kept = parts.length > 5 ? [...parts.slice(0, 4), parts.slice(4).join('?')] : parts;
  return kept.map(escapePath).join('?');
}

/** What a substitution's result is as name and query. */
export interface SplitName {
  readonly name: string;
  readonly query: string | undefined;
}

/** Parts a new name from its query and joins that with the old one, as the rule's flags want it. */
export function splitQuery(name: string, old: string | undefined, { flags }: RewriteRule): SplitName {
  if (flags.includes('drop-query')) return { name, query: undefined };
  const url = urlStart(name);
  if (url && !url.hasQuery) return { name, query: undefined };
  const kept = flags.includes('discard-query') ? undefined : old;
  const from = url?.length ?? 0;
  const mark = flags.includes('query-behind-last')
    ? name.slice(from).lastIndexOf('?')
    : name.slice(from).indexOf('?');
  if (mark === -1) return { name, query: kept };
  const own = name.slice(from + mark + 1);
  const query = flags.includes('append-query') ? (own === '' ? kept : `${own}&${kept ?? ''}`) : own;
  return { name: name.slice(0, from + mark), query: trimmed(query) };
}

function trimmed(query: string | undefined): string | undefined {
  if (query === undefined || query === '') return undefined;
  return query.endsWith('&') ? query.slice(0, -1) : query;
}

/** A path with `prefix` in place of `match` where that covers its beginning (RewriteBase); the path itself otherwise. */
export function withPrefix(path: string, match: string, prefix: string): string {
  const covered = match.endsWith('/') ? match.slice(0, -1) : match;
  if (!path.startsWith(covered) || path[covered.length] !== '/') return path;
  const slash = prefix === '' || prefix.endsWith('/') ? '' : '/';
  return prefix + slash + path.slice(covered.length + 1);
}

/** Whether a text has a blank or a control character, which no URL may hold. */
export function hasControls(text: string): boolean {
  return /[\u0000-\u0020\u007f]/.test(text);
}
