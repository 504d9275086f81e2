import type { Alias, Redirect } from '../ruleset/mod_alias.js';
import { compileRegex } from '../ruleset/regex.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { computedText } from './expression.js';
import { firstForPath } from './first-components.js';
import { insertGroups } from './insert-groups.js';
import { escapePath } from './path.js';
import { absoluteUrl } from './server-name.js';

/**
 * How many characters of `uri` a prefix covers, 0 for none: each slash of the prefix stands for any number of slashes, and the
 * prefix ends at a component's end (mod_alias).
 */
export function prefixLength(uri: string, prefix: string): number {
  let at = 0;
  for (let position = 0; position < prefix.length; ) {
    if (prefix[position] !== '/') {
      if (uri[at++] !== prefix[position++]) return 0;
      continue;
    }
    if (uri[at] !== '/') return 0;
    while (prefix[position] === '/') position++;
    while (uri[at] === '/') at++;
  }
  if (!prefix.endsWith('/') && at < uri.length && uri[at] !== '/') return 0;
  return at;
}

type Match = Alias['match'];

/** Where a match sends a path: the target with the rest or the groups put in; `undefined` when it does not match, false when it is too long. */
function follow(
  match: Match,
  target: string,
  uri: string,
  written: (rest: string) => string,
): string | false | undefined {
  if (match.kind === 'prefix') {
    const length = prefixLength(uri, match.prefix);
    return length > 0 ? target + written(uri.slice(length)) : undefined;
  }
  const groups = compileRegex(match.regex).exec(uri);
  return groups && (insertGroups(target, groups) ?? false);
}

/** The redirect a list holds for the path: 0 for none, else the status, with Location set. */
function redirectFrom(exchange: Exchange, redirects: readonly Redirect[], uri: string): Status {
  return firstForPath(redirects, uri, (redirect) => redirectBy(exchange, redirect, uri)) ?? ok;
}

function redirectBy(
  exchange: Exchange,
  { match, url = '', status }: Redirect,
  uri: string,
): Status | undefined {
  const place = follow(match, url, uri, escapePath);
  if (place === undefined) return undefined;
  if (place === false) return tooLong(exchange, url);
  if (match.kind === 'prefix') exchange.context = { prefix: match.prefix, root: url };
  if (status < 300 || status >= 400) return status;
  return sendTo(exchange, match.kind === 'prefix' ? place : escapedPlace(place), status);
}

function tooLong({ recorder }: Exchange, target: string): Status {
  recorder.log('error', 'AH00672', `Regex substitution in '${target}' failed. Replacement too long?`);
  return 500;
}

/** Sends the client to a URL, which a path becomes unless RedirectRelative keeps it. */
function sendTo(exchange: Exchange, place: string, status: Status): Status {
  const keeps = exchange.settings.mod_alias?.relativeRedirects && place.startsWith('/');
  let url = place.startsWith('/') && !keeps ? absoluteUrl(exchange, place) : place;
  if (!keeps && !/^[A-Za-z0-9+.-]+:/.test(url)) {
    const message = `cannot redirect '${exchange.uri}' to '${url}'; target is not a valid absoluteURI or abs_path`;
    exchange.recorder.log('error', 'AH00674', message);
    return 500;
  }
  if (exchange.query !== undefined && !url.includes('?')) url = `${url}?${exchange.query}`;
  exchange.responseFields.set('Location', url);
  return status;
}

/** Server-level redirects and aliases, in the translate phase. Sets the filename when an alias matches. */
export function translateAlias(exchange: Exchange): Status {
  const server = exchange.program.host.mod_alias;
  const section = sectionRedirect(exchange);
  if (section !== ok) return section;
  const status = redirectFrom(exchange, server.redirects, exchange.uri);
  if (status !== ok) return status;
  const inSection = exchange.settings.mod_alias?.alias;
  if (inSection) {
    const target = computedText(inSection.target, exchange, 'AH02825', "Can't evaluate alias expression");
    if (target === undefined) return 500;
    const whole = target + preservedPath(exchange, inSection.prefix, target);
    return setFile(exchange, belowRoot(exchange, whole), inSection.handler);
  }
  return firstForPath(server.aliases, exchange.uri, (alias) => followAlias(exchange, alias)) ?? ok;
}

function followAlias(exchange: Exchange, alias: Alias): Status | undefined {
  const target = follow(alias.match, alias.target, exchange.uri, (rest) => rest);
  if (target === undefined) return undefined;
  if (target === false) return tooLong(exchange, alias.target);
  if (alias.match.kind === 'prefix') exchange.context = { prefix: alias.match.prefix, root: alias.target };
  return setFile(exchange, belowRoot(exchange, target), alias.handler);
}

/** What follows the section's own path, where that is mapped too. */
function preservedPath(exchange: Exchange, prefix: string | undefined, root: string): string {
  if (prefix === undefined || !exchange.settings.mod_alias?.preservePath) return '';
  const length = prefixLength(exchange.uri, prefix);
  if (length === 0) return '';
  exchange.context = { prefix, root };
  return exchange.uri.slice(length);
}

function setFile(exchange: Exchange, target: string, handler: string | undefined): Status {
  exchange.filename = target;
  if (handler !== undefined) {
    exchange.handler = handler;
    exchange.notes.set('alias-forced-type', handler);
  }
  return ok;
}

/** A Redirect without a path of its own, which its section gives. */
function sectionRedirect(exchange: Exchange): Status {
  const redirect = exchange.settings.mod_alias?.redirect;
  if (!redirect) return ok;
  const { status, url } = redirect;
  if (url === undefined) return status;
  const target = computedText(url, exchange, 'AH02826', "Can't evaluate redirect expression");
  if (target === undefined) return 500;
  if (status < 300 || status >= 400) return status;
  return sendTo(exchange, escapedPlace(target), status);
}

const usualPorts: Readonly<Record<string, string>> = { http: '80', https: '443', ftp: '21' };

/** A computed URL as httpd writes it anew: passwords and usual ports are left out, query and fragment stay as they are. */
function escapedPlace(target: string): string {
  const [, place = '', rest = ''] = /^([^?#]*)([\s\S]*)$/.exec(target)!;
  const plain = place.replace(
    /^([a-z][a-z0-9+.-]*):\/\/(?:([^/@:]*)(:[^/@]*)?@)?([^/]*?)(?::(\d*))?(?=\/|$)/i,
    (_, scheme: string, user?: string, password?: string, host?: string, port?: string) => {
      const shown = user === undefined ? '' : `${user}${password === undefined ? '' : ':XXXXXXXX'}@`;
      const own = port === undefined || port === '' || usualPorts[scheme.toLowerCase()] === port;
      return `${scheme}://${shown}${host}${own ? '' : `:${port}`}`;
    },
  );
  return escapePath(plain) + rest;
}

/** A relative path begins at ServerRoot. */
function belowRoot({ program }: Exchange, path: string): string {
  return path.startsWith('/') ? path : `${program.host.core.serverRoot.replace(/\/+$/, '')}/${path}`;
}

/** Redirects written inside sections, in the fixup phase: what only a file or a user brought into force comes here. */
export function fixupRedirect(exchange: Exchange): Status {
  const settings = exchange.node.gate.says.mod_alias ? exchange.settings.mod_alias : undefined;
  if (!settings) return ok;
  const status = sectionRedirect(exchange);
  if (status !== ok) return status;
  return settings.redirects ? redirectFrom(exchange, settings.redirects, exchange.uri) : ok;
}
