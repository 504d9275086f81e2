import type { RewriteRule, RewriteSettings } from '../ruleset/mod_rewrite.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import type { LookUps } from './look-up.js';
import { documentFile } from './map.js';
import type { Evaluation } from './need.js';
import { optionsOf } from './options.js';
import { escapePath } from './path.js';
import { setScriptVariables } from './rewrite-environment.js';
import { proxyRewritten } from './rewrite-proxy.js';
import { applyRules, hasEnded, passedThrough, type Rewritten } from './rewrite-rules.js';
import { escapedUrl, hasControls, type UrlStart, urlStart, withPrefix } from './rewrite-url.js';
import { newRewriting, type Rewriting, rename } from './rewriting.js';
import { notesOf } from './walk-notes.js';

/** The handler of a request that rules of a section lead elsewhere. */
export const redirectHandler = 'redirect-handler';
const inside = 'redirect:';

/** Where an internal redirect leads; undefined for another request. */
export function redirectTarget({ handler, filename, query }: Exchange): string | undefined {
  if (handler !== redirectHandler || !filename?.startsWith(inside)) return undefined;
  return filename.slice(inside.length) + (query === undefined ? '' : `?${query}`);
}

/**
 * The server's rules, first in the translate phase. `undefined`: the other modules go on, perhaps with another path; 0: the file or
 * upstream is known; another status ends the request.
 */
export function* translateRewrite(exchange: Exchange, lookUps: LookUps): Evaluation<Status | undefined> {
  const settings = exchange.settings.mod_rewrite;
  const { written } = exchange.program.host.mod_rewrite;
  if (!settings?.engine || !written || hasEnded(exchange) || !isPath(exchange, settings)) return undefined;
  setScriptVariables(exchange);
  const known = exchange.throughProxy ? `proxy:${exchange.uri}` : exchange.uri;
  const rewriting = newRewriting(exchange, lookUps, undefined, known);
  rename(rewriting, known);
  const oldQuery = exchange.query;
  const rewritten = yield* applyRules(exchange.program.host.mod_rewrite.rules, rewriting);
  exchange.filename = undefined;
  if (rewritten === 'unchanged') return undefined;
  const refused = refusedQuery(rewriting, rewritten, 'AH10410') ?? statusOf(exchange, rewritten);
  if (refused !== undefined) {
    exchange.filename = rewriting.name;
    return refused;
  }
  const { name } = rewriting;
  if (name.startsWith('proxy:')) return proxyRewritten(exchange, name, rewritten === 'raw');
  const url = urlStart(name);
  if (url) return redirect(rewriting, rewritten, oldQuery, url, name);
  if (exchange.throughProxy) return 403;
  if (!name.startsWith(passedThrough)) return localFile(rewriting);
  notesOf(exchange).pathBefore = exchange.uri;
  exchange.uri = name.slice(passedThrough.length);
  return undefined;
}

function isPath({ unparsedUri, uri }: Exchange, { options }: RewriteSettings): boolean {
  return (options?.includes('AllowAnyURI') ?? false) || (unparsedUri !== '*' && uri.startsWith('/'));
}

/** A query that holds blanks or control characters is not sent on; one that is escaped for a redirect cannot. */
function refusedQuery({ exchange, name }: Rewriting, rewritten: Rewritten, code: string): Status | undefined {
  const escapes = urlStart(name) !== undefined && rewritten !== 'raw';
  if (exchange.query === undefined || escapes || !hasControls(exchange.query)) return undefined;
  const message = 'Rewritten query string contains control characters or spaces';
  exchange.recorder.log('error', code, message);
  return 403;
}

function statusOf(exchange: Exchange, rewritten: Rewritten): Status | undefined {
  if (rewritten === 'refused') return exchange.status;
  if (rewritten !== 'status') return undefined;
  const { status } = exchange;
  exchange.status = 200;
  return status;
}

/** Sends the client to another URL. */
function redirect(
  { exchange }: Rewriting,
  rewritten: Rewritten,
  oldQuery: string | undefined,
  start: UrlStart,
  name: string,
): Status {
  const raw = rewritten === 'raw';
  const { query } = exchange;
  const place = raw ? name : escapedUrl(name, start);
  const shown = query === undefined || raw || query === oldQuery ? query : escapePath(query);
  exchange.filename = shown === undefined ? place : `${place}?${shown}`;
  exchange.responseFields.set('Location', exchange.filename);
  const { status } = exchange;
  if (status < 300 || status >= 400) return 302;
  exchange.status = 200;
  return status;
}

/** The name is a path of the file system where its first folder is one that the rule names, and one below DocumentRoot otherwise. */
function localFile({ exchange, name, last }: Rewriting): Status {
  if (!name.startsWith('/')) return 400;
  const reduced = exchange.notes.has('mod_rewrite_uri_reduced');
  if (!reduced && isFilePath(exchange, name, last)) {
    exchange.filename = name;
    return ok;
  }
  return documentFile(exchange, name);
}

function isFilePath(exchange: Exchange, name: string, last: RewriteRule | undefined): boolean {
  const { machine } = exchange.program.surroundings;
  const { host } = exchange.program;
  const folder = /^\/+([^/]*)/.exec(name)![1]!;
  // There is no way up from the root.
  const first = folder === '.' || folder === '..' ? '/' : `/${folder}`;
  if (!machine.look(first, false)) return false;
  if (host.mod_rewrite.options?.includes('UnsafePrefixStat') || !last) return true;
  if (last.flags.includes('unsafe-prefix') || last.substitution.startsWith(first)) return true;
  const { documentRoot } = host.core;
  return name.startsWith(documentRoot) || name.startsWith(exchange.context?.root ?? documentRoot);
}

/** A section's rules, first in the fixup phase. */
export function* fixupRewrite(exchange: Exchange, lookUps: LookUps): Evaluation<Status> {
  const settings = exchange.settings.mod_rewrite;
  const directory = settings?.directory;
  if (!settings?.engine || directory === undefined) return ok;
  const oldName = exchange.proxy ? `proxy:${exchange.proxy.name}` : (exchange.filename ?? exchange.uri);
  const withoutSlash = exchange.filename !== undefined && `${exchange.filename}/` === directory;
  if (withoutSlash && !settings.options?.includes('AllowNoSlash')) return ok;
  if (hasEnded(exchange)) return ok;
  const options = optionsOf(exchange.settings);
  if (!options.has('FollowSymLinks') && !options.has('SymLinksIfOwnerMatch')) return linksForbidden(exchange);
  const rewriting = newRewriting(exchange, lookUps, directory, oldName);
  const oldFile = exchange.filename;
  const oldQuery = exchange.query;
  const rewritten = yield* applyRules(settings.rules ?? [], rewriting);
  if (rewritten === 'unchanged') {
    exchange.filename = oldFile;
    return ok;
  }
  const refused = refusedQuery(rewriting, rewritten, 'AH10411') ?? statusOf(exchange, rewritten);
  if (refused !== undefined) return refused;
  const { name } = rewriting;
  if (name.startsWith('proxy:')) return proxyRewritten(exchange, name, rewritten === 'raw');
  const url = urlStart(name);
  if (url)
    return redirect(rewriting, rewritten, oldQuery, url, baseInUrl(name, url, directory, settings.baseUrl));
  return lead(exchange, settings, directory, name, oldName);
}

function linksForbidden(exchange: Exchange): Status {
  const message = `Options FollowSymLinks and SymLinksIfOwnerMatch are both off, so the RewriteRule directive is also forbidden due to its similar ability to circumvent directory restrictions : ${exchange.filename}`;
  exchange.recorder.log('error', 'AH00670', message);
  return 403;
}

/** In the URL of a redirect, too, the base stands for the section's folder. */
function baseInUrl(name: string, { length }: UrlStart, directory: string, base: string | undefined): string {
  const slash = name.indexOf('/', length);
  if (base === undefined || slash === -1 || slash === name.length - 1) return name;
  const at = slash + 1;
  const match = directory.startsWith('/') ? directory.slice(1) : directory;
  return name.slice(0, at) + withPrefix(name.slice(at), match, base.slice(1));
}

/** Leads the request inside the server to the path that the new name stands for. */
function lead(
  exchange: Exchange,
  settings: RewriteSettings,
  directory: string,
  written: string,
  oldName: string,
): Status {
  const name = written.startsWith(passedThrough) ? written.slice(passedThrough.length) : written;
  if (!name.startsWith('/')) return 400;
  if (name === oldName) return ok;
  const { documentRoot } = exchange.program.host.core;
  let path =
    settings.baseUrl === undefined
      ? withPrefix(name, documentRoot, '')
      : withPrefix(name, directory, settings.baseUrl);
  if (settings.baseUrl === undefined && path !== name) path = `/${path}`;
  if (path === name && !settings.options?.includes('IgnoreContextInfo'))
    path = withPrefix(name, exchange.context?.root ?? documentRoot, exchange.context?.prefix ?? '');
  exchange.notes.set('redirect-keeps-vary', '');
  exchange.proxy = undefined;
  exchange.filename = inside + path;
  exchange.handler = redirectHandler;
  return ok;
}

/** T and H, last in the fixup phase. */
export function forceRewrittenType(exchange: Exchange): void {
  if (!exchange.hasNotes) return;
  const { notes } = exchange;
  const type = notes.get('rewrite-forced-mimetype');
  if (type !== undefined) exchange.contentType = type;
  const handler = notes.get('rewrite-forced-handler');
  if (handler !== undefined) exchange.handler = handler;
}
