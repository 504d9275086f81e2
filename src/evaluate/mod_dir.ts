import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { subrequest } from './internal.js';
import { namedValue } from './named-values.js';
import type { Evaluation } from './need.js';
import { escapePath } from './path.js';
import { absoluteUrl } from './server-name.js';

/** Runs the phases of a subrequest for a target. */
export type LookUp = (inner: Exchange, target: string) => Evaluation<Status>;

/** DirectorySlash, DirectoryIndex and FallbackResource, last in the fixup phase (mod_dir). */
export function* fixupDirectory(exchange: Exchange, lookUp: LookUp): Evaluation<Status> {
  if (!exchange.program.has('mod_dir') || exchange.proxy !== undefined) return ok;
  if (exchange.fileKind === 'directory' && exchange.handler === undefined)
    return yield* folder(exchange, lookUp);
  if (exchange.fileKind === 'none' && exchange.handler === undefined)
    return yield* fallback(exchange, lookUp);
  return ok;
}

/** What httpd calls the handler of folders. */
const folderHandler = 'httpd/unix-directory';

function* folder(exchange: Exchange, lookUp: LookUp): Evaluation<Status> {
  const settings = exchange.settings.mod_dir ?? {};
  if (!exchange.uri.endsWith('/')) {
    if (settings.slash === false) return ok;
    if (exchange.method !== 'GET' && namedValue(exchange.env, 'redirect-carefully') !== undefined) return ok;
    const query = exchange.query === undefined ? '' : `?${exchange.query}`;
    exchange.responseFields.set('Location', absoluteUrl(exchange, `${escapePath(exchange.uri)}/${query}`));
    exchange.handler = folderHandler;
    return 301;
  }
  if (exchange.pathInfo !== '') return ok;
  const found = yield* index(exchange, settings.index ?? ['index.html'], lookUp);
  if (found !== 404) return found;
  return yield* fallback(exchange, lookUp);
}

/** Tries each index name by a subrequest; the first that exists and is allowed takes the request over. */
function* index(exchange: Exchange, names: readonly string[], lookUp: LookUp): Evaluation<Status> {
  let remembered: Status = 404;
  for (const name of names) {
    const target = name.startsWith('/') ? name : escapePath(exchange.uri) + name;
    const inner = subrequest(exchange);
    const query = exchange.query === undefined ? '' : `?${exchange.query}`;
    const status = yield* lookUp(inner, target + query);
    if (status === ok && inner.fileKind === 'file') {
      adopt(exchange, inner);
      return ok;
    }
    if ((status >= 300 && status < 400) || (status === 401 && names.length === 1)) {
      takeHeaders(exchange, inner);
      return status;
    }
    if (status !== ok && status !== 404) remembered = status;
  }
  return remembered;
}

/** Makes the subrequest's result the request's own (`ap_internal_fast_redirect`). */
function adopt(exchange: Exchange, inner: Exchange): void {
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
  for (const [name, value] of inner.notes) exchange.notes.set(name, value);
  for (const [name, value] of inner.env) exchange.env.set(name, value);
  takeHeaders(exchange, inner);
}

function takeHeaders(exchange: Exchange, inner: Exchange): void {
  for (const [name, value] of inner.responseFields) exchange.responseFields.set(name, value);
  for (const [name, value] of inner.errorFields) exchange.errorFields.set(name, value);
}

function* fallback(exchange: Exchange, lookUp: LookUp): Evaluation<Status> {
  const local = exchange.settings.mod_dir?.fallback;
  if (typeof local !== 'string' || exchange.uri === local) return ok;
  const inner = subrequest(exchange);
  const query = exchange.query === undefined ? '' : `?${exchange.query}`;
  const status = yield* lookUp(inner, local + query);
  if (status === ok && inner.fileKind === 'file') adopt(exchange, inner);
  if (status >= 300 && status < 400) takeHeaders(exchange, inner);
  return status === 404 ? ok : status;
}
