import { type Exchange, requestHeader } from './exchange.js';
import { lastNamedValues, namedValue, setNamedValue } from './named-values.js';
import { remoteHost } from './remote-host.js';
import { absoluteUrl, hostOf, portOf, protocolOf, schemeOf } from './server-name.js';

/** What the server process contributes to the environment of programs. */
export interface ServerEnvironment {
  /** SERVER_SOFTWARE. */
  readonly software: string;
  /** The process's own environment: PATH, LD_LIBRARY_PATH and TZ are passed on. */
  readonly process: Readonly<Record<string, string | undefined>>;
}

const defaultPath = '/bin:/usr/bin:/usr/ucb:/usr/bsd:/usr/local/bin';
const secret = /^(?:proxy-)?authorization$/i;

/**
 * The environment of a CGI program (RFC 3875 §4.1 and httpd's additions): variables set by directives and modules, request
 * fields as HTTP_*, and what describes server and request.
 */
export function programEnvironment(exchange: Exchange, server: ServerEnvironment): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of lastNamedValues(exchange.env)) environment[variableName(name)] = value;
  return Object.assign(environment, commonVariables(exchange, server));
}

/**
 * The environment of a program that is started for the request itself. What describes server and request is among its variables
 * from then on: Header lines and logs see it.
 */
export function startProgram(exchange: Exchange, server: ServerEnvironment): Record<string, string> {
  const environment = programEnvironment(exchange, server);
  if (exchange.main) return environment;
  const common = commonVariables(exchange, server);
  for (const [name, value] of lastNamedValues(exchange.env)) setNamedValue(exchange.env, name, value);
  for (const name in common) setNamedValue(exchange.env, name, common[name]!);
  return environment;
}

/** What describes server and request (`ap_add_common_vars`, `ap_add_cgi_vars`). */
function commonVariables(exchange: Exchange, server: ServerEnvironment): Record<string, string> {
  const environment: Record<string, string> = {};
  addFields(environment, exchange);
  addInherited(environment, exchange, server);
  addServer(environment, exchange, server);
  addUser(environment, exchange);
  addRedirect(environment, exchange);
  addRequest(environment, exchange);
  return environment;
}

/** Names that a shell could not hold get underscores, as httpd's `ap_create_environment` writes them. */
function variableName(name: string): string {
  return name.replace(/^[0-9]/, '_').replace(/[^A-Za-z0-9]/g, '_');
}

function addFields(environment: Record<string, string>, exchange: Exchange): void {
  const passSecrets = exchange.settings.core?.cgiPassAuth === true;
  // Of fields that RequestHeader has doubled httpd passes on the first, or the last where there are other variables.
  const last = exchange.env.size > 0;
  for (const [name, each] of exchange.requestFields) {
    const lower = name.toLowerCase();
    const value = last ? each : requestHeader(exchange, name)!;
    if (lower === 'content-type') environment.CONTENT_TYPE = value;
    else if (lower === 'content-length') environment.CONTENT_LENGTH = value;
    else if (lower !== 'proxy' && /^[A-Za-z0-9-]+$/.test(name) && (passSecrets || !secret.test(name))) {
      environment[`HTTP_${name.toUpperCase().replaceAll('-', '_')}`] = value;
    }
  }
}

function addInherited(
  environment: Record<string, string>,
  exchange: Exchange,
  server: ServerEnvironment,
): void {
  environment.PATH = namedValue(exchange.env, 'PATH') ?? server.process.PATH ?? defaultPath;
  for (const name of ['LD_LIBRARY_PATH', 'TZ']) {
    const value = namedValue(exchange.env, name) ?? server.process[name];
    if (value !== undefined) environment[name] = value;
  }
}

function addServer(environment: Record<string, string>, exchange: Exchange, server: ServerEnvironment): void {
  const { core } = exchange.program.host;
  const { connection } = exchange;
  environment.SERVER_SIGNATURE = '';
  environment.SERVER_SOFTWARE = server.software;
  environment.SERVER_NAME = hostOf(exchange);
  environment.SERVER_ADDR = connection.localAddress;
  environment.SERVER_PORT = String(portOf(exchange));
  environment.REMOTE_ADDR = connection.remoteAddress;
  const host = remoteHost(exchange);
  if (host) environment.REMOTE_HOST = host;
  environment.DOCUMENT_ROOT = core.documentRoot;
  environment.REQUEST_SCHEME = schemeOf(exchange);
  environment.CONTEXT_PREFIX = exchange.context?.prefix ?? '';
  environment.CONTEXT_DOCUMENT_ROOT = exchange.context?.root ?? core.documentRoot;
  environment.SERVER_ADMIN = core.serverAdmin ?? '[no address given]';
  environment.SCRIPT_FILENAME = exchange.filename ?? '';
  environment.REMOTE_PORT = String(connection.remotePort);
}

function addUser(environment: Record<string, string>, exchange: Exchange): void {
  if (exchange.authType !== undefined) environment.AUTH_TYPE = exchange.authType;
  if (exchange.user !== undefined) {
    environment.REMOTE_USER = exchange.user;
    return;
  }
  for (let back = exchange.previous; back; back = back.previous) {
    if (back.user === undefined) continue;
    environment.REDIRECT_REMOTE_USER = back.user;
    return;
  }
}

function addRedirect(environment: Record<string, string>, exchange: Exchange): void {
  const { previous } = exchange;
  if (!previous) return;
  environment.REDIRECT_URL = exchange.settings.core?.qualifyRedirectUrl ? wholeUrl(previous) : previous.uri;
  if (previous.query !== undefined) environment.REDIRECT_QUERY_STRING = previous.query;
}

function addRequest(environment: Record<string, string>, exchange: Exchange): void {
  const { uri, pathInfo, main } = exchange;
  environment.GATEWAY_INTERFACE = 'CGI/1.1';
  environment.SERVER_PROTOCOL = protocolOf(exchange);
  environment.REQUEST_METHOD = exchange.method;
  environment.QUERY_STRING = exchange.query ?? '';
  environment.REQUEST_URI = exchange.settings.core?.currentRequestUri ? uri : exchange.facts.target;
  environment.SCRIPT_NAME = pathInfo === '' || main ? uri : uri.slice(0, scriptLength(uri, pathInfo));
  if (pathInfo === '') return;
  environment.PATH_INFO = pathInfo;
  const translated = exchange.notes.get('path-translated');
  if (translated !== undefined) environment.PATH_TRANSLATED = translated;
}

/** How much of the URI is the script's name: what its end does not share with the path info (`ap_find_path_info`). */
function scriptLength(uri: string, pathInfo: string): number {
  let inUri = uri.length;
  let inInfo = pathInfo.length;
  while (inUri > 0 && inInfo > 0 && uri[inUri - 1] === pathInfo[inInfo - 1]) {
    inUri--;
    inInfo--;
    if (pathInfo[inInfo] === '/') while (inUri > 0 && uri[inUri - 1] === '/') inUri--;
  }
  while (inUri < uri.length && uri[inUri] !== '/') inUri++;
  return inUri;
}

function wholeUrl(exchange: Exchange): string {
  const query = exchange.query === undefined ? '' : `?${exchange.query}`;
  return absoluteUrl(exchange, exchange.uri + query);
}
