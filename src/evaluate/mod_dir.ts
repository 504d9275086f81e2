import type { DirSettings } from '../ruleset/mod_dir.js';
import { ok, type Status } from './decision.js';
import type { Eventual } from './eventual.js';
import type { Exchange } from './exchange.js';
import { redirectsExceeded, subrequest } from './internal.js';
import { redirectHandler } from './mod_rewrite.js';
import { namedValue, putInFront } from './named-values.js';
import type { Evaluation } from './need.js';
import { escapePath } from './path.js';
import { adoptConfiguration } from './same-configuration.js';
import { absoluteUrl } from './server-name.js';

/** Runs the phases of a subrequest for a target. */
export type LookUp = (inner: Exchange, target: string) => Evaluation<Status>;

/** DirectorySlash, DirectoryIndex and FallbackResource, last in the fixup phase (mod_dir). */
export function fixupDirectory(exchange: Exchange, lookUp: LookUp): Eventual<Status> {
  if (!exchange.program.loads.mod_dir) return ok;
  if (exchange.fileKind === 'directory') return folder(exchange, lookUp);
  if (exchange.fileKind === 'none' && exchange.handler === undefined) return fallback(exchange, lookUp);
  return ok;
}

/** What httpd calls the handler of folders. */
const folderHandler = 'httpd/unix-directory';

function folder(exchange: Exchange, lookUp: LookUp): Eventual<Status> {
  const settings = exchange.settings.mod_dir ?? {};
  if (exchange.pathInfo !== '') return ok;
  if (!exchange.uri.endsWith('/')) {
    if (settings.slash === false) return ok;
    if (exchange.method !== 'GET' && namedValue(exchange.env, 'redirect-carefully') !== undefined) return ok;
    const query = exchange.query === undefined ? '' : `?${exchange.query}`;
    exchange.responseFields.set('Location', absoluteUrl(exchange, `${escapePath(exchange.uri)}/${query}`));
    exchange.handler ??= folderHandler;
    return 301;
  }
  // A rule that leads elsewhere comes before, and another handler where that is to be looked at.
  const isTaken = exchange.handler === redirectHandler || (settings.checkHandler && hasOwnHandler(exchange));
  if (!isTaken) return index(exchange, settings, lookUp);
  if (exchange.contentType === folderHandler) exchange.contentType = undefined;
  return ok;
}

function hasOwnHandler({ handler }: Exchange): boolean {
  return handler !== undefined && handler !== folderHandler;
}

/** Tries each index name by a subrequest; the first that exists and is allowed takes the request over. */
function* index(exchange: Exchange, settings: DirSettings, lookUp: LookUp): Evaluation<Status> {
  const names = settings.index ?? ['index.html'];
  let remembered: Status = ok;
  for (const name of names) {
    const target = name.startsWith('/') ? name : escapePath(exchange.uri) + name;
    const inner = subrequest(exchange);
    const query = exchange.query === undefined ? '' : `?${exchange.query}`;
    const status = yield* lookUp(inner, target + query);
    if (status === ok && isServable(inner)) {
      if (settings.indexRedirect) return redirectTo(exchange, inner.uri, settings.indexRedirect);
      adopt(exchange, inner);
      return ok;
    }
    if (isRedirect(status) || ((status === 401 || status === 406) && name === names.at(-1))) {
      takeHeaders(exchange, inner);
      return status;
    }
    if (status !== ok && status !== 404) remembered = status;
  }
  return remembered;
}

/** A path may stand for a file with path info, or for no file: only files and upstreams count. */
function isServable({ fileKind, handler }: Exchange): boolean {
  return fileKind === 'file' || handler === 'proxy-server';
}

const isRedirect = (status: Status): boolean => status >= 300 && status < 400;

function redirectTo(exchange: Exchange, path: string, status: Status): Status {
  exchange.responseFields.set('Location', absoluteUrl(exchange, path));
  return status;
}

/** Makes the subrequest's result the request's own (`ap_internal_fast_redirect`). */
function adopt(exchange: Exchange, inner: Exchange): void {
  adoptConfiguration(exchange, inner);
  exchange.uri = inner.uri;
  exchange.filename = inner.filename;
  exchange.fileKind = inner.fileKind;
  exchange.pathInfo = inner.pathInfo;
  exchange.query = inner.query;
  exchange.handler = inner.handler;
  exchange.contentType = inner.contentType;
  exchange.contentEncoding = inner.contentEncoding;
  exchange.includes = inner.includes;
  exchange.node = inner.node;
  exchange.settings = inner.settings;
  exchange.proxy = inner.proxy;
  if (inner.hasNotes) for (const [name, value] of inner.notes) exchange.notes.set(name, value);
  if (inner.hasEnv) putInFront(inner.env, exchange.env);
  takeHeaders(exchange, inner);
}

function takeHeaders(exchange: Exchange, inner: Exchange): void {
  for (const [name, value] of inner.responseFields) exchange.responseFields.set(name, value);
  for (const [name, value] of inner.errorFields) exchange.errorFields.set(name, value);
}

function fallback(exchange: Exchange, lookUp: LookUp): Eventual<Status> {
  const local = exchange.settings.mod_dir?.fallback;
  if (typeof local !== 'string') return ok;
  // A resource that is missing itself would be looked for without end.
  return redirectsExceeded(exchange) ? 500 : fallBack(exchange, local, lookUp);
}

function* fallBack(exchange: Exchange, local: string, lookUp: LookUp): Evaluation<Status> {
  const inner = subrequest(exchange);
  const query = exchange.query === undefined ? '' : `?${exchange.query}`;
  const status = yield* lookUp(inner, local + query);
  if (status === ok && isServable(inner)) adopt(exchange, inner);
  if (isRedirect(status)) takeHeaders(exchange, inner);
  return status === 404 ? ok : status;
}
