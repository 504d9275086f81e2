import type { ProxyOptions, ProxyPass } from '../ruleset/mod_proxy.js';
import { compileRegex } from '../ruleset/regex.js';
import type { Regex } from '../ruleset/text.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { firstForPath } from './first-components.js';
import { insertGroups } from './insert-groups.js';
import { prefixLength } from './mod_alias.js';
import { absoluteUrl } from './server-name.js';

/** Whether mod_proxy takes the request; sets the upstream URL. An exclusion (`!`) ends the search. */
export function translateProxy(exchange: Exchange): Status | undefined {
  const inSection = exchange.settings.mod_proxy?.pass;
  const taken = inSection && take(exchange, inSection);
  if (taken !== undefined) return settled(taken);
  const { passes } = exchange.program.host.mod_proxy;
  const found = firstForPath(passes, exchange.uri, (pass) => take(exchange, pass));
  return found && settled(found);
}

type Taken = 'taken' | 'excluded' | 'failed';

function settled(taken: Taken): Status | undefined {
  if (taken === 'excluded') return undefined;
  return taken === 'taken' ? ok : 500;
}

/** `undefined`: no match. */
function take(exchange: Exchange, pass: Omit<ProxyPass, 'from'>): Taken | undefined {
  const { match, target, options } = pass;
  if (match.kind === 'regex') return takeByPattern(exchange, match.regex, pass);
  const length = prefixLength(exchange.uri, match.prefix);
  if (length === 0) return undefined;
  if (target === undefined) return 'excluded';
  if (options.noCanon) {
    const raw = exchange.unparsedUri;
    if (prefixLength(raw, match.prefix) === length)
      return sendRaw(exchange, target + raw.slice(length), options);
    warnOfReduction(exchange);
  }
  const rest = exchange.uri.slice(length);
  return send(exchange, target + encodedPath(rest, exchange), target + rest, options);
}

/** A target without groups has the path put behind it. */
function takeByPattern(
  exchange: Exchange,
  regex: Regex,
  { target, options }: Pick<ProxyPass, 'target' | 'options'>,
): Taken | undefined {
  const groups = compileRegex(regex).exec(exchange.uri);
  if (!groups) return undefined;
  if (target === undefined) return 'excluded';
  const raw = exchange.unparsedUri;
  const rawGroups = options.noCanon ? compileRegex(regex).exec(raw) : undefined;
  if (options.noCanon && !rawGroups) warnOfReduction(exchange);
  const inserted = insertGroups(target, rawGroups ?? groups);
  if (inserted === undefined) {
    const message = 'Substitution in regular expression failed. Replacement too long?';
    exchange.recorder.log('error', 'AH01135', message);
    return 'failed';
  }
  const url = inserted === target ? target + (rawGroups ? raw : exchange.uri) : inserted;
  return rawGroups ? sendRaw(exchange, url, options) : send(exchange, canonical(url, exchange), url, options);
}

const framing = new Set(['content-length', 'transfer-encoding']);

/**
 * Drops what the client's Connection field names before RequestHeader sets anything: a client must not be able to take away
 * a field that tells the upstream who it is. mod_proxy drops afterwards. What frames the body stays: it is there, whatever Connection says.
 */
export function dropNamedByConnection({ requestFields }: Exchange): void {
  const connection = requestFields.get('Connection');
  if (connection === undefined || /^\s*(?:close|keep-alive|upgrade)\s*$/i.test(connection)) return;
  for (const name of connection.split(/[\s,;]+/))
    if (name !== '' && !framing.has(name.toLowerCase())) requestFields.unset(name);
  requestFields.unset('Connection');
}

/** Where decoding moved the prefix, what follows it in the client's spelling is not what was matched and may name another host. */
function warnOfReduction({ recorder }: Exchange): void {
  const message = 'Unescaped URL path matched ProxyPass; ignoring unsafe nocanon';
  recorder.log('warn', 'AH01136', message);
}

/** `name` is the URL that Proxy sections are compared with: not yet encoded, and without the query. */
function send(exchange: Exchange, url: string, name: string, options: ProxyOptions): 'taken' {
  const query = exchange.query === undefined ? '' : `?${exchange.query}`;
  return proxied(exchange, { target: url + query, name, options });
}

/** `url` has in it what the client wrote, query included: nothing is added, and Proxy sections see all of it. */
function sendRaw(exchange: Exchange, url: string, options: ProxyOptions): 'taken' {
  return proxied(exchange, { target: url, name: url, options });
}

function proxied(exchange: Exchange, proxy: NonNullable<Exchange['proxy']>): 'taken' {
  exchange.proxy = proxy;
  exchange.handler = 'proxy-server';
  return 'taken';
}

const safe = /^[A-Za-z0-9~$\-_.+!*'(),;:@&=/]*$/;
const unsafe = /[^A-Za-z0-9~$\-_.+!*'(),;:@&=/]/g;

/**
 * Encodes a decoded path for the upstream request as `ap_proxy_canonenc` does for reverse proxies; slashes that were left encoded
 * (AllowEncodedSlashes NoDecode) stay so.
 */
export function encodedPath(path: string, { program }: Exchange): string {
  if (safe.test(path)) return path;
  if (program.host.core.allowEncodedSlashes !== 'NoDecode') return path.replace(unsafe, encodedCharacter);
  return path.replace(/%2f|[\s\S]/gi, (part) =>
    part.length > 1 ? part : part.replace(unsafe, encodedCharacter),
  );
}

function encodedCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function canonical(url: string, exchange: Exchange): string {
  const found = /^([A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*)(.*)$/s.exec(url);
  return found ? found[1]! + encodedPath(found[2]!, exchange) : encodedPath(url, exchange);
}

/** Rewrites a URL in an upstream's answer back to this server (ProxyPassReverse). */
export function reverseMap(exchange: Exchange, url: string): string {
  for (const { prefix, target } of exchange.settings.mod_proxy?.reverse ?? []) {
    if (!startsWithIgnoringHostCase(url, target)) continue;
    return absoluteUrl(exchange, prefix + url.slice(target.length));
  }
  return url;
}

function startsWithIgnoringHostCase(url: string, target: string): boolean {
  return url.length >= target.length && url.slice(0, target.length).toLowerCase() === target.toLowerCase();
}

/** Rewrites Domain and Path attributes of an upstream's cookie (ProxyPassReverseCookieDomain, …CookiePath). */
export function reverseCookie(exchange: Exchange, cookie: string): string {
  const { cookieDomains, cookiePaths } = exchange.settings.mod_proxy ?? {};
  if (!cookieDomains && !cookiePaths) return cookie;
  return cookie.replace(
    /(;\s*)(domain|path)=([^;]*)/gi,
    (whole, lead: string, name: string, value: string) => {
      const isPath = name.toLowerCase() === 'path';
      const pair = (isPath ? cookiePaths : cookieDomains)?.find(({ internal }) =>
        isPath ? value.startsWith(internal) : value.toLowerCase() === internal.toLowerCase(),
      );
      return pair ? `${lead}${name}=${pair.public}${isPath ? value.slice(pair.internal.length) : ''}` : whole;
    },
  );
}
