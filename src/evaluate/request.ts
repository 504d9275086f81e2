import { authenticate } from './authenticate.js';
import { chooseServer } from './choose-server.js';
import { ok, type Status } from './decision.js';
import { mapToStorage } from './directory-walk.js';
import { andThen, type Eventual, whenOk } from './eventual.js';
import type { Exchange } from './exchange.js';
import { checkForwardedPath, fixupForward } from './forward-proxy.js';
import { impersonateUser } from './gssapi-impersonate.js';
import type { LookUps } from './look-up.js';
import { translate } from './map.js';
import { checkAccess, satisfyOf } from './mod_access_compat.js';
import { fixupRedirect } from './mod_alias.js';
import { checkMethod } from './mod_allowmethods.js';
import { fixupFakeLogin } from './mod_auth_basic.js';
import { authorize, authorizeAtOnce, type Moment } from './mod_authz_core.js';
import { fixupDirectory } from './mod_dir.js';
import { applyEnv } from './mod_env.js';
import { applyRequestHeaders } from './mod_headers.js';
import { fixupIncludes } from './mod_include.js';
import { resolveType } from './mod_mime.js';
import { dropNamedByConnection } from './mod_proxy.js';
import { fixupRewrite, forceRewrittenType, translateRewrite } from './mod_rewrite.js';
import { fixupSession } from './mod_session.js';
import { runSetEnvIf } from './mod_setenvif.js';
import { checkSslAccess } from './mod_ssl.js';
import { setUniqueId } from './mod_unique_id.js';
import type { Evaluation } from './need.js';
import { observe } from './observe.js';
import { offersLogin, tryLogin } from './optional-login.js';
import { decodePath, splitTarget } from './path.js';
import { fetchName } from './remote-host.js';
import { sameConfiguration } from './same-configuration.js';
import { exportSslVariables } from './ssl-export.js';
import { checkTlsServer } from './ssl-servers.js';
import { walkAll, walkLocationsOnly } from './walk.js';
import { notesOf } from './walk-notes.js';

/** Takes the request line apart and chooses the server; what cannot be served by any is refused. */
export function acceptRequest(exchange: Exchange): Status {
  readTarget(exchange, exchange.facts.target);
  return chooseServer(exchange);
}

/**
 * The phase before everything else: variables and headers that depend on the request alone (post_read_request). The path is
 * still as it was written.
 */
export function readRequest(exchange: Exchange): Eventual<Status> {
  const { host, looksUpNames } = exchange.program;
  observe(exchange, 'read');
  applyRequestHeaders(exchange, true);
  const fits = exchange.previous || exchange.throughProxy ? ok : checkTlsServer(exchange);
  if (host.mod_setenvif.length > 0 || looksUpNames || fits !== ok) return readVariables(exchange, fits);
  setUniqueId(exchange);
  return ok;
}

function* readVariables(exchange: Exchange, fits: Status): Evaluation<Status> {
  if (exchange.program.looksUpNames) yield* fetchName(exchange);
  const status = yield* runSetEnvIf(exchange, exchange.program.host.mod_setenvif, lookUps);
  if (status !== ok) return status;
  setUniqueId(exchange);
  return fits;
}

/**
 * Runs the phases of one request up to its handler, in httpd's order (`ap_process_request_internal`): normalise, translate, map,
 * merge sections, access, authentication, authorization, type, fixups. 0 goes on to the handler. The target has been read already.
 */
export function processRequest(exchange: Exchange, target: string): Eventual<Status> {
  const parsed = exchange.throughProxy ? checkForwardedPath(exchange) : decodeUri(exchange, target);
  if (parsed !== ok) return parsed;
  const conditions = exchange.program.walksEarly ? walkLocationsOnly(exchange, lookUps) : undefined;
  return andThen(conditions, exchange, rewriteAndTranslate);
}

/** The server's rules come first; what a variable of theirs looks ahead to is looked up as for conditions. */
function rewriteAndTranslate(exchange: Exchange): Eventual<Status> {
  exchange.moment = 'translating';
  const rewritten =
    exchange.node.gate.says.mod_rewrite && exchange.settings.mod_rewrite?.engine
      ? translateRewrite(exchange, lookUps)
      : undefined;
  return andThen(rewritten, exchange, translateUnlessRewritten);
}

function translateUnlessRewritten(exchange: Exchange, rewritten: Status | undefined): Eventual<Status> {
  const translated = rewritten ?? translate(exchange);
  if (exchange.recorder.wantsSteps) tellTranslation(exchange, rewritten !== undefined);
  observe(exchange, 'translation');
  const answered = translated === ok ? answeredWhenMapped(exchange) : translated;
  if (answered === undefined) return processTranslated(exchange);
  // The sections of a path count for its redirect, too, and TRACE tells in Vary what their conditions asked for.
  const conditions = exchange.program.walksEarly ? undefined : walkLocationsOnly(exchange, lookUps);
  return andThen(conditions, exchange, () => {
    if (translated === ok) settleOnServer(exchange);
    return answered;
  });
}

/** What the path leads to, for explanations. */
function tellTranslation(exchange: Exchange, rewritten: boolean): void {
  const { proxy, context, filename, program, recorder } = exchange;
  const { documentRoot } = program.host.core;
  const mapped = proxy ? 'mod_proxy' : context ? `Alias ${context.prefix}` : 'DocumentRoot';
  const by = rewritten ? 'RewriteRule' : mapped;
  const result = proxy?.target ?? filename ?? documentRoot;
  recorder.step({ step: 'translation', by, result });
}

/** TRACE, and OPTIONS of the server itself, are answered while the path is mapped: no access rule is asked (http_core). */
function answeredWhenMapped({ method, uri, proxy, program }: Exchange): Status | undefined {
  if (uri === '*') return method === 'OPTIONS' ? ok : 400;
  if (method !== 'TRACE' || proxy !== undefined) return undefined;
  return program.host.core.traceEnable === 'Off' ? 405 : ok;
}

/** From here on no section counts. */
function settleOnServer(exchange: Exchange): void {
  exchange.node = exchange.program.root;
  exchange.settings = exchange.node.settings;
}

/** The phases behind translation, which are all that a look at a file goes through. */
function processTranslated(exchange: Exchange): Eventual<Status> {
  exchange.moment = 'mapping';
  return exchange.program.dependsOnFiles
    ? whenOk(mapFile(exchange), exchange, mergeSections)
    : mergeSections(exchange);
}

function mergeSections(exchange: Exchange): Eventual<Status> {
  return andThen(walkAll(exchange, lookUps), exchange, setVariables);
}

function setVariables(exchange: Exchange): Eventual<Status> {
  exchange.moment = 'merged';
  observe(exchange, 'sections');
  const tests = exchange.node.gate.says.mod_setenvif ? exchange.settings.mod_setenvif?.tests : undefined;
  // Only requests that stand for themselves: httpd has no header parser phase in subrequests.
  if (!tests || exchange.main) return permitAndFinish(exchange);
  return whenOk(runSetEnvIf(exchange, tests, lookUps), exchange, permitAndFinish);
}

function permitAndFinish(exchange: Exchange): Eventual<Status> {
  return andThen(permit(exchange), exchange, finishPermitted);
}

function finishPermitted(exchange: Exchange, permitted: Status): Eventual<Status> {
  observe(exchange, 'authentication and authorization');
  if (permitted !== ok) return permitted;
  return exchange.program.dependsOnFiles
    ? resolveAndFixUp(exchange)
    : whenOk(mapFile(exchange), exchange, resolveAndFixUp);
}

function resolveAndFixUp(exchange: Exchange): Eventual<Status> {
  const typed = resolveType(exchange);
  return andThen(typed === ok ? fixup(exchange) : typed, exchange, tellFixups);
}

function tellFixups(exchange: Exchange, status: Status): Status {
  observe(exchange, 'fixups');
  return status;
}

/** How conditions and pages look at other paths and files. */
export const lookUps: LookUps = {
  *uri(inner, target) {
    readTarget(inner, target);
    const status = processRequest(inner, target);
    return typeof status === 'object' ? yield* status : status;
  },
  *file(inner) {
    notesOf(inner).isFileLookUp = true;
    const status = processTranslated(inner);
    return typeof status === 'object' ? yield* status : status;
  },
};

/** Of several slashes at the start one counts, whatever MergeSlashes says (`ap_parse_uri`). */
export function readTarget(exchange: Exchange, target: string): void {
  const whole = target.startsWith('//') ? target.replace(/^\/+/, '/') : target;
  const { path, query, authority } = splitTarget(whole);
  // An absolute target without a path asks about the server as a whole (RFC 9112 §3.2.4).
  const ofServer = exchange.method === 'OPTIONS' && /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*$/i.test(target);
  exchange.uri = ofServer ? '*' : exchange.method === 'CONNECT' && !target.startsWith('/') ? '/' : path;
  exchange.unparsedUri = target;
  exchange.query = query;
  exchange.authority = authority;
}

/** Decodes and normalises the path. */
function decodeUri(exchange: Exchange, target: string): Status {
  const { core } = exchange.program.host;
  const decoded = decodePath(exchange.uri, {
    mergeSlashes: core.mergeSlashes,
    encodedSlashes: core.allowEncodedSlashes,
  });
  if ('path' in decoded) {
    exchange.uri = decoded.path;
    const { wantsSteps } = exchange.recorder;
    if (wantsSteps) exchange.recorder.step({ step: 'path', target, path: decoded.path });
    return ok;
  }
  // What follows names the path as it was decoded all the same.
  const named = decodePath(exchange.uri, { mergeSlashes: core.mergeSlashes, encodedSlashes: 'NoDecode' });
  if (decoded.status === 404 && 'path' in named) exchange.uri = named.path.replace(/%2f/gi, '/');
  exchange.recorder.log(
    decoded.status === 400 ? 'error' : 'info',
    decoded.status === 400 ? 'AH10244' : 'AH00026',
    `invalid URI path (${target}): ${decoded.because}`,
  );
  return decoded.status;
}

/** Finds the file that the request is for; one for an upstream has none. What goes wrong on the way is the server's to answer. */
function mapFile(exchange: Exchange): Eventual<Status> {
  if (exchange.proxy !== undefined || exchange.filename === undefined) return ok;
  return exchange.program.dependsOnFiles
    ? andThen(mapToStorage(exchange), exchange, settleUnlessMapped)
    : mapToStorage(exchange);
}

function settleUnlessMapped(exchange: Exchange, status: Status): Status {
  if (status !== ok) settleOnServer(exchange);
  return status;
}

/** Access control, authentication and authorization, unless an outer request under the same configuration settled it. */
function permit(exchange: Exchange): Eventual<Status> {
  const outer = exchange.previous ?? exchange.main;
  if (outer && sameConfiguration(exchange, outer)) {
    exchange.user = outer.user;
    exchange.authType = outer.authType;
    return ok;
  }
  const { node } = exchange;
  const access = node.gate.says.mod_allowmethods ? checkMethod(exchange) : ok;
  if (access !== ok || !node.gate.says.mod_access_compat) return satisfy(exchange, access);
  return andThen(checkAccess(exchange), exchange, satisfy);
}

/** Where any way in is enough, access is one; else a user is wanted as well. */
function satisfy(exchange: Exchange, access: Status): Eventual<Status> {
  const { node, program, connection } = exchange;
  const asksSsl = program.loads.mod_ssl && (node.gate.says.mod_ssl || connection.tls !== undefined);
  const status = access === ok && asksSsl ? checkSslAccess(exchange) : access;
  const any = node.gate.says.mod_access_compat && satisfyOf(exchange) === 'Any';
  // Whom the address lets in may say all the same who it is.
  if (status === ok && any && offersLogin(exchange))
    return andThen(tryLogin(exchange, authenticate), exchange, letIn);
  if (status === ok ? any : !any) return status;
  return andThen(judged(exchange, 'before-authentication'), exchange, logInIfNeeded);
}

const judged = (exchange: Exchange, moment: Moment): Eventual<Status | 'needs-user'> =>
  authorizeAtOnce(exchange, moment) ?? authorize(exchange, moment, lookUps);

function logInIfNeeded(exchange: Exchange, early: Status | 'needs-user'): Eventual<Status> {
  if (early === 'needs-user') return andThen(authenticate(exchange), exchange, judgeUser);
  const offered = early === ok && offersLogin(exchange);
  return offered ? andThen(tryLogin(exchange, authenticate), exchange, judgeIfLoggedIn) : early;
}

const letIn = (): Status => ok;

const judgeIfLoggedIn = (exchange: Exchange, loggedIn: boolean): Eventual<Status> =>
  loggedIn ? judgeUser(exchange, ok) : ok;

function judgeUser(exchange: Exchange, authenticated: Status): Eventual<Status> {
  if (authenticated !== ok) return authenticated;
  if (exchange.user === undefined) {
    exchange.recorder.log(
      'error',
      'AH00027',
      `No authentication done but request not allowed without authentication for ${exchange.uri}. Authentication not configured?`,
    );
    return 500;
  }
  return andThen(judged(exchange, 'after-authentication'), exchange, settled);
}

const settled = (_exchange: Exchange, late: Status | 'needs-user'): Status =>
  late === 'needs-user' ? 500 : late;

/**
 * The fixup phase: variables, headers and what redirects once the request may pass. The login that is made up comes before the
 * look at index files, which see it; behind that the settings are those of the index file.
 */
function fixup(exchange: Exchange): Eventual<Status> {
  if (!(exchange.node.gate.says.mod_rewrite && exchange.settings.mod_rewrite?.engine))
    return fixupUnrewritten(exchange);
  return whenOk(fixupRewrite(exchange, lookUps), exchange, fixupUnrewritten);
}

function fixupUnrewritten(exchange: Exchange): Eventual<Status> {
  const forwarded = fixupForward(exchange);
  if (forwarded !== ok) return forwarded;
  const { program } = exchange;
  if (exchange.connection.tls) exportSslVariables(exchange);
  if (exchange.node.gate.says.mod_env) applyEnv(exchange, program.surroundings.environment);
  const redirected = fixupRedirect(exchange);
  if (redirected !== ok) return redirected;
  if (exchange.node.gate.says.mod_session) fixupSession(exchange);
  const { mod_auth_gssapi } = exchange.node.gate;
  return mod_auth_gssapi?.impersonate ? impersonateFirst(exchange) : fixupLogin(exchange);
}

function* impersonateFirst(exchange: Exchange): Evaluation<Status> {
  yield* impersonateUser(exchange);
  const status = fixupLogin(exchange);
  return typeof status === 'object' ? yield* status : status;
}

function fixupLogin(exchange: Exchange): Eventual<Status> {
  const faked = exchange.node.gate.says.mod_auth_basic ? fixupFakeLogin(exchange) : ok;
  if (faked !== ok) return faked;
  return whenOk(fixupDirectory(exchange, lookUps.uri), exchange, fixupContent);
}

function fixupContent(exchange: Exchange): Status {
  if (exchange.program.loads.mod_rewrite) forceRewrittenType(exchange);
  if (exchange.proxy !== undefined) dropNamedByConnection(exchange);
  fixupIncludes(exchange);
  if (exchange.node.gate.says.mod_headers) applyRequestHeaders(exchange, false);
  return ok;
}
