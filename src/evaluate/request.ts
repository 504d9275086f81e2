import { chooseServer } from './choose-server.js';
import { ok, type Status } from './decision.js';
import { mapToStorage } from './directory-walk.js';
import type { Exchange } from './exchange.js';
import { impersonateUser } from './gssapi-impersonate.js';
import type { LookUps } from './look-up.js';
import { translate } from './map.js';
import { checkAccess, satisfyOf } from './mod_access_compat.js';
import { fixupRedirect } from './mod_alias.js';
import { checkMethod } from './mod_allowmethods.js';
import { authenticateBasic, fixupFakeLogin } from './mod_auth_basic.js';
import { authenticateGssapi } from './mod_auth_gssapi.js';
import { authenticateKerb } from './mod_auth_kerb.js';
import { authenticateNobody, authTypeOf } from './mod_authn_core.js';
import { authorize, authorizeAtOnce } from './mod_authz_core.js';
import { fixupDirectory } from './mod_dir.js';
import { applyEnv } from './mod_env.js';
import { applyRequestHeaders } from './mod_headers.js';
import { fixupIncludes } from './mod_include.js';
import { resolveType } from './mod_mime.js';
import { dropNamedByConnection } from './mod_proxy.js';
import { fixupRewrite, forceRewrittenType, translateRewrite } from './mod_rewrite.js';
import { fixupSession } from './mod_session.js';
import { runSetEnvIf } from './mod_setenvif.js';
import { beforeLogin, checkSslAccess } from './mod_ssl.js';
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

/** Takes the request line apart and chooses the server; what cannot be served by any is refused. */
export function acceptRequest(exchange: Exchange): Status {
  readTarget(exchange, exchange.facts.target);
  return chooseServer(exchange);
}

/**
 * The phase before everything else: variables and headers that depend on the request alone (post_read_request). The path is
 * still as it was written. Done at once where there are no variables.
 */
export function readRequest(exchange: Exchange, target: string): Evaluation<Status> | undefined {
  readTarget(exchange, target);
  const { host, looksUpNames } = exchange.program;
  observe(exchange, 'read');
  applyRequestHeaders(exchange, true);
  const fits = exchange.previous ? ok : checkTlsServer(exchange);
  if (host.mod_setenvif.length > 0 || looksUpNames || fits !== ok) return readVariables(exchange, fits);
  setUniqueId(exchange);
  return undefined;
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
 * merge sections, access, authentication, authorization, type, fixups. 0 goes on to the handler.
 */
export function* processRequest(exchange: Exchange, target: string): Evaluation<Status> {
  const parsed = parseTarget(exchange, target);
  if (parsed !== ok) return parsed;
  const { program } = exchange;
  if (program.translatesInSections) {
    const conditions = walkLocationsOnly(exchange, lookUps);
    if (conditions) yield* conditions;
  }
  const rewritten = exchange.settings.mod_rewrite?.engine ? yield* rewriteUri(exchange) : undefined;
  const translated = rewritten ?? translate(exchange);
  if (exchange.recorder.wantsSteps) tellTranslation(exchange, rewritten !== undefined);
  observe(exchange, 'translation');
  const answered = translated === ok ? answeredWhenMapped(exchange) : translated;
  if (answered !== undefined) {
    // The sections of a path count for its redirect, too, and TRACE tells in Vary what their conditions asked for.
    const conditions = program.translatesInSections ? undefined : walkLocationsOnly(exchange, lookUps);
    if (conditions) yield* conditions;
    if (translated === ok) settleOnServer(exchange);
    return answered;
  }
  return yield* processTranslated(exchange);
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

/** The server's rules; what a variable of theirs looks ahead to is looked up as for conditions. */
function rewriteUri(exchange: Exchange): Evaluation<Status | undefined> {
  return translateRewrite(exchange, lookUps);
}

/** The phases behind translation, which are all that a look at a file goes through. */
function* processTranslated(exchange: Exchange): Evaluation<Status> {
  const { program } = exchange;
  if (program.dependsOnFiles) {
    const mapped = yield* mapFile(exchange);
    if (mapped !== ok) return mapped;
  }
  const conditions = walkAll(exchange, lookUps);
  if (conditions) yield* conditions;
  observe(exchange, 'sections');
  const tests = exchange.settings.mod_setenvif?.tests;
  // Only requests that stand for themselves: httpd has no header parser phase in subrequests.
  if (tests && !exchange.main) {
    const status = yield* runSetEnvIf(exchange, tests, lookUps);
    if (status !== ok) return status;
  }
  const allowed = yield* permit(exchange);
  observe(exchange, 'authentication and authorization');
  if (allowed !== ok) return allowed;
  if (!program.dependsOnFiles) {
    const mapped = yield* mapFile(exchange);
    if (mapped !== ok) return mapped;
  }
  const typed = resolveType(exchange);
  const fixed = typed === ok ? yield* fixup(exchange) : typed;
  observe(exchange, 'fixups');
  return fixed;
}

/** How conditions and pages look at other paths and files. */
export const lookUps: LookUps = { uri: processRequest, file: processTranslated };

/** Of several slashes at the start one counts, whatever MergeSlashes says (`ap_parse_uri`). */
function readTarget(exchange: Exchange, target: string): void {
  const whole = target.startsWith('//') ? target.replace(/^\/+/, '/') : target;
  const { path, query, authority } = splitTarget(whole);
  // An absolute target without a path asks about the server as a whole (RFC 9112 §3.2.4).
  const ofServer = exchange.method === 'OPTIONS' && /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*$/i.test(target);
  exchange.uri = ofServer ? '*' : path;
  exchange.unparsedUri = whole;
  exchange.query = query;
  exchange.authority = authority;
}

function parseTarget(exchange: Exchange, target: string): Status {
  const { core } = exchange.program.host;
  readTarget(exchange, target);
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
function* mapFile(exchange: Exchange): Evaluation<Status> {
  if (exchange.proxy !== undefined || exchange.filename === undefined) return ok;
  const status = yield* mapToStorage(exchange);
  if (status !== ok && exchange.program.dependsOnFiles) settleOnServer(exchange);
  return status;
}

/** Access control, authentication and authorization, unless an outer request under the same configuration settled it. */
function* permit(exchange: Exchange): Evaluation<Status> {
  const outer = exchange.previous ?? exchange.main;
  if (outer && sameConfiguration(exchange, outer)) {
    exchange.user = outer.user;
    exchange.authType = outer.authType;
    return ok;
  }
  const access = exchange.settings.mod_allowmethods ? checkMethod(exchange) : ok;
  const compat = access === ok && exchange.settings.mod_access_compat ? yield* checkAccess(exchange) : access;
  const status = compat === ok && exchange.program.has('mod_ssl') ? checkSslAccess(exchange) : compat;
  const any = satisfyOf(exchange) === 'Any';
  if (status === ok ? any : !any) return status;
  const early =
    authorizeAtOnce(exchange, 'before-authentication') ??
    (yield* authorize(exchange, 'before-authentication', lookUps));
  if (early !== 'needs-user' && (early !== ok || !offersLogin(exchange))) return early;
  if (early === ok && !(yield* tryLogin(exchange, authenticate))) return ok;
  const authenticated = early === ok ? ok : yield* authenticate(exchange);
  if (authenticated !== ok) return authenticated;
  if (exchange.user === undefined) {
    exchange.recorder.log(
      'error',
      'AH00027',
      `No authentication done but request not allowed without authentication for ${exchange.uri}. Authentication not configured?`,
    );
    return 500;
  }
  const late =
    authorizeAtOnce(exchange, 'after-authentication') ??
    (yield* authorize(exchange, 'after-authentication', lookUps));
  return late === 'needs-user' ? 500 : late;
}

function tellAuthentication({ recorder, user }: Exchange, module: string, status: Status): void {
  if (!recorder.wantsSteps) return;
  const result = status === ok ? 'logged in' : `refused with ${status}`;
  recorder.step({ step: 'authentication', scheme: module, result, ...(user !== undefined && { user }) });
}

/** Asks each authentication module in turn; the first that does not decline decides. */
function* authenticate(exchange: Exchange): Evaluation<Status> {
  const refused = exchange.program.has('mod_ssl') ? beforeLogin(exchange) : undefined;
  if (refused !== undefined) return refused;
  const type = authTypeOf(exchange)?.toLowerCase();
  if (type === undefined) return authenticateNobody(exchange);
  for (const { module, types, check } of authenticators) {
    if (!types.has(type) || !exchange.program.has(module)) continue;
    const status = yield* check(exchange);
    if (status === undefined) continue;
    tellAuthentication(exchange, module, status);
    return status;
  }
  return authenticateNobody(exchange);
}

const authenticators = [
  { module: 'mod_auth_basic', types: new Set(['basic']), check: authenticateBasic },
  { module: 'mod_auth_gssapi', types: new Set(['gssapi']), check: authenticateGssapi },
  {
    module: 'mod_auth_kerb',
    types: new Set(['kerberos', 'kerberosv4', 'kerberosv5']),
    check: authenticateKerb,
  },
] as const;

/**
 * The fixup phase: variables, headers and what redirects once the request may pass. The login that is made up comes before the
 * look at index files, which see it; behind that the settings are those of the index file.
 */
function* fixup(exchange: Exchange): Evaluation<Status> {
  const { program } = exchange;
  const rewritten = exchange.settings.mod_rewrite?.engine ? yield* fixupRewrite(exchange, lookUps) : ok;
  if (rewritten !== ok) return rewritten;
  if (exchange.connection.tls) exportSslVariables(exchange);
  if (exchange.settings.mod_env) applyEnv(exchange, program.surroundings.environment);
  const redirected = fixupRedirect(exchange);
  if (redirected !== ok) return redirected;
  if (exchange.settings.mod_session) fixupSession(exchange);
  if (exchange.settings.mod_auth_gssapi?.impersonate) yield* impersonateUser(exchange);
  const faked = exchange.settings.mod_auth_basic ? fixupFakeLogin(exchange) : ok;
  if (faked !== ok) return faked;
  const indexed = yield* fixupDirectory(exchange, processRequest);
  if (indexed !== ok) return indexed;
  if (program.has('mod_rewrite')) forceRewrittenType(exchange);
  if (exchange.proxy !== undefined) dropNamedByConnection(exchange);
  fixupIncludes(exchange);
  if (exchange.settings.mod_headers) applyRequestHeaders(exchange, false);
  return ok;
}
