import { announcesTooMuch, discardsBody, isBodyRead, noteBodyRead, refuseBody } from './body-limit.js';
import { ok, type Plan, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { isBlocked, planForward, proxyError, withDomain } from './forward-proxy.js';
import { internalRedirect, redirectsExceeded, subrequest } from './internal.js';
import { redirectTarget } from './mod_rewrite.js';
import type { Evaluation } from './need.js';
import { optionsOf } from './options.js';
import { escapePath } from './path.js';
import { lookUps } from './request.js';

/** The request leads to another path inside the server. */
export interface Onward {
  readonly run: 'onward';
  readonly target: string;
}

/** What a subrequest has to run, wherever rules of sections lead it. */
export function* planInside(
  inner: Exchange,
): Evaluation<{ readonly plan: Plan | Status; readonly inner: Exchange }> {
  for (let at = inner; ; ) {
    const chosen = planFor(at);
    const plan = isChosen(chosen) ? chosen : yield* chosen;
    if (typeof plan === 'number' || plan.run !== 'onward') return { plan, inner: at };
    if (redirectsExceeded(at)) return { plan: 500, inner: at };
    at = internalRedirect(at, at.method);
    const status = yield* lookUps.uri(at, plan.target);
    if (status !== ok) return { plan: status, inner: at };
  }
}

const cgiHandlers = new Set(['cgi-script', 'application/x-httpd-cgi']);

/** What comes of a request that may pass: what to run, where it leads on to, or the status where there is nothing to serve. */
export type Chosen = Plan | Onward | Status;

/** Whether it is there at once. */
export function isChosen(chosen: Chosen | Evaluation<Chosen>): chosen is Chosen {
  return typeof chosen === 'number' || 'run' in chosen;
}

/** Chooses the content handler of a request that may pass. */
export function planFor(exchange: Exchange): Chosen | Evaluation<Chosen> {
  const target = redirectTarget(exchange);
  if (target !== undefined) return { run: 'onward', target };
  if (exchange.proxy) return planProxy(exchange, exchange.proxy);
  if (exchange.uri === '*') return exchange.method === 'OPTIONS' ? { run: 'options' } : 400;
  if (exchange.method === 'TRACE') return planTrace(exchange);
  const type = exchange.handler ?? exchange.contentType?.split(';', 1)[0];
  if (type !== undefined && cgiHandlers.has(type) && hasCgi(exchange)) return planCgi(exchange);
  return planFile(exchange);
}

/** A body comes back only where TraceEnable says so. */
function planTrace(exchange: Exchange): Plan | Status {
  const extended = exchange.program.host.core.traceEnable === 'extended';
  return extended || !announcesBody(exchange) ? { run: 'trace' } : 413;
}

/** A request for an upstream or, through this server as a proxy, for another one, in the order of mod_proxy's handler. */
function planProxy(exchange: Exchange, proxy: NonNullable<Exchange['proxy']>): Plan | Status {
  const here = countForwards(exchange);
  if (here !== undefined) return here;
  const { traceEnable } = exchange.program.host.core;
  if (exchange.method === 'TRACE' && traceEnable === 'Off') return 405;
  if (exchange.method === 'TRACE' && traceEnable !== 'extended' && announcesBody(exchange)) return 413;
  const place = withDomain(exchange);
  if (place !== undefined) {
    exchange.responseFields.set('Location', place);
    return 301;
  }
  if (isBlocked(exchange)) return proxyError(exchange, 403, 'Connect to remote machine blocked');
  if (exchange.throughProxy) return planForward(exchange, proxy.target);
  return { run: 'proxy', target: proxy.target, options: proxy.options };
}

/** Max-Forwards counts down; at zero TRACE and OPTIONS are answered here and anything else is a loop. */
function countForwards(exchange: Exchange): Plan | Status | undefined {
  const { requestFields, method, program } = exchange;
  const written = requestFields.get('Max-Forwards');
  const { maxForwards = -1 } = program.host.mod_proxy;
  if (written === undefined && maxForwards < 0) return undefined;
  const count = written === undefined ? BigInt(maxForwards) + 1n : leadingCount(written);
  if (count === undefined)
    return proxyError(exchange, 400, `Max-Forwards value '${written}' could not be parsed`);
  if (count === 0n && method === 'TRACE') return { run: 'trace' };
  if (count === 0n && method === 'OPTIONS') return { run: 'options' };
  if (count === 0n) return proxyError(exchange, 400, 'Max-Forwards has reached zero - proxy loop?');
  requestFields.set('Max-Forwards', String(count - 1n));
  return undefined;
}

/** As C reads a number of 64 bits; a text without any is 0 only where it is empty. */
function leadingCount(text: string): bigint | undefined {
  if (text.trim() === '') return text === '' ? 0n : undefined;
  const found = /^[\s\v]*(\+?\d+)$/.exec(text);
  const count = found ? BigInt(found[1]!.replace('+', '')) : undefined;
  return count !== undefined && count < 2n ** 63n - 1n ? count : undefined;
}

function announcesBody({ requestFields }: Exchange): boolean {
  return requestFields.has('Transfer-Encoding') || Number(requestFields.get('Content-Length') ?? 0) > 0;
}

const hasCgi = ({ program }: Exchange) => program.has('mod_cgi') || program.has('mod_cgid');

/** mod_cgi's own checks, in its order. */
function* planCgi(exchange: Exchange): Evaluation<Chosen> {
  const forced = exchange.notes.get('alias-forced-type') === 'cgi-script';
  if (!forced && !optionsOf(exchange.settings).has('ExecCGI'))
    return refuse(exchange, 403, 'AH01260', 'Options ExecCGI is off in this directory');
  if (exchange.fileKind === 'none')
    return refuse(exchange, 404, 'AH01261', 'script not found or unable to stat');
  if (exchange.fileKind === 'directory')
    return refuse(exchange, 403, 'AH01262', 'attempt to invoke directory as script');
  if (exchange.settings.core?.acceptPathInfo === 'Off' && exchange.pathInfo !== '') {
    return refuse(exchange, 404, 'AH01263', "AcceptPathInfo off disallows user's path");
  }
  if (exchange.pathInfo !== '') yield* translatePathInfo(exchange);
  return { run: 'cgi' };
}

/** PATH_TRANSLATED: where the path info would lead as a path of this server. */
function* translatePathInfo(exchange: Exchange): Evaluation<void> {
  const inner = subrequest(exchange);
  yield* lookUps.uri(inner, escapePath(exchange.pathInfo));
  if (inner.filename !== undefined) exchange.notes.set('path-translated', inner.filename + inner.pathInfo);
}

const readable = new Set(['GET', 'HEAD', 'POST']);

/** The default handler's checks; other methods are answered by the file handler itself (405, OPTIONS). */
function planFile(exchange: Exchange): Plan | Status {
  if (isForUpstream(exchange))
    return refuse(exchange, 500, undefined, 'SetHandler with proxy: is not served; use ProxyPass');
  if (!readable.has(exchange.method)) return { run: 'file' };
  if (exchange.fileKind === 'directory') {
    const isNamed = exchange.handler === 'default-handler';
    if (!isNamed && lists(exchange)) return { run: 'listing' };
    if (!isNamed && exchange.program.has('mod_autoindex') && exchange.method !== 'POST')
      return refuse(exchange, 403, 'AH01276', 'Cannot serve directory: No matching DirectoryIndex found');
  }
  if (announcesBody(exchange) && discardsBody(exchange) && !isBodyRead(exchange)) {
    // The body is read before anything is said about the file; one without a length is read by the file's handler.
    if (exchange.requestFields.has('Transfer-Encoding') && exchange.pathInfo === '') return { run: 'file' };
    if (announcesTooMuch(exchange)) {
      refuseBody(exchange);
      return 413;
    }
    noteBodyRead(exchange);
  }
  if (exchange.fileKind === 'directory')
    return refuse(exchange, 404, 'AH00129', 'Attempt to serve directory');
  if (exchange.fileKind === 'none' || exchange.filename === undefined)
    return refuse(exchange, 404, 'AH00128', 'File does not exist');
  if (exchange.pathInfo !== '' && exchange.settings.core?.acceptPathInfo !== 'On') {
    return refuse(exchange, 404, 'AH00128', 'File does not exist');
  }
  return { run: 'file' };
}

/** Whether a handler names an upstream for a file, such as a PHP-FPM: its text is not for clients, whether or not mod_proxy knows the scheme. */
const isForUpstream = ({ handler, program }: Exchange): boolean =>
  handler !== undefined && /^proxy:/i.test(handler) && program.has('mod_proxy');

/** Whether mod_autoindex answers for a folder: to GET, where Options have Indexes and nothing else is to answer. */
function lists({ program, method, settings, handler }: Exchange): boolean {
  if (!program.has('mod_autoindex') || (method !== 'GET' && method !== 'HEAD')) return false;
  if (handler !== undefined && handler !== 'default-handler' && handler !== 'httpd/unix-directory')
    return false;
  return optionsOf(settings).has('Indexes');
}

/** A file that is not there is nothing that httpd's log tells of by default. */
const ordinary: ReadonlySet<string> = new Set(['AH00128', 'AH00129']);

function refuse(exchange: Exchange, status: Status, code: string | undefined, message: string): Status {
  const level = code !== undefined && ordinary.has(code) ? 'info' : 'error';
  exchange.recorder.log(level, code, `${message}: ${exchange.filename ?? exchange.uri}`);
  return status;
}
