import type { ExpressionVariable } from '../syntax/expression-names.js';
import type { Exchange } from './exchange.js';
import { readSslName } from './expression-ssl.js';
import { variableReaders } from './expression-variables.js';
import { subrequest } from './internal.js';
import { lookUpFile, lookUpPath } from './look-up.js';
import { namedValue } from './named-values.js';
import type { Evaluation } from './need.js';
import { processVariable } from './process-variable.js';
import type { Rewriting } from './rewriting.js';

/** The value of `%{name}`, which is empty for a name that mod_rewrite does not know. */
export function* variable(written: string, rewriting: Rewriting): Evaluation<string> {
  return (yield* read(written, rewriting, rewriting.exchange)) ?? '';
}

/** `exchange` is another one while a look ahead is read. */
function* read(written: string, rewriting: Rewriting, exchange: Exchange): Evaluation<string | undefined> {
  if (written.length < 4) return undefined;
  const [, kind = '', name = ''] = /^([^:]{3,4}):(.*)$/s.exec(written) ?? [];
  if (kind === '') return plain(written.toUpperCase(), rewriting, exchange);
  if (name === '') return undefined;
  switch (kind.toUpperCase()) {
    case 'ENV':
      return environment(name, exchange);
    case 'SSL':
      return readSslName(name, exchange);
    case 'HTTP':
      return field(name, rewriting, exchange);
    case 'LA-U':
    case 'LA-F':
      return yield* ahead(kind.toUpperCase() === 'LA-U', name, rewriting, exchange);
    default:
      return undefined;
  }
}

function environment(name: string, exchange: Exchange): string | undefined {
  return (
    namedValue(exchange.notes, name) ?? namedValue(exchange.env, name) ?? processVariable(name, exchange)
  );
}

/** A request field; that the answer depends on it is told in Vary once the rule has matched. */
function field(name: string, rewriting: Rewriting, exchange: Exchange): string | undefined {
  const value = exchange.requestFields.get(name);
  if (value !== undefined && name.toLowerCase() !== 'host') rewriting.seen.push(name);
  return value;
}

/** A look at what a request for the current path would know. */
function* ahead(
  asUri: boolean,
  name: string,
  rewriting: Rewriting,
  exchange: Exchange,
): Evaluation<string | undefined> {
  if (!mayLookAhead(exchange)) return undefined;
  const { uri, directory, lookUps } = rewriting;
  const { baseUrl } = exchange.settings.mod_rewrite ?? {};
  const plainPath = directory === undefined || uri.startsWith('/');
  const { inner = subrequest(exchange) } =
    asUri || (plainPath && directory !== undefined)
      ? yield* lookUpPath(plainPath ? uri : (baseUrl ?? directory) + uri, exchange, lookUps)
      : yield* lookUpFile(plainPath ? uri : directory + uri, exchange, lookUps);
  return (yield* read(name, rewriting, inner)) ?? '';
}

/** A look at the path that is being looked at already would never end. */
export function mayLookAhead({ main, uri }: Exchange): boolean {
  return main === undefined || main.uri !== uri;
}

const fields: Readonly<Record<string, string>> = {
  HTTP_ACCEPT: 'Accept',
  HTTP_COOKIE: 'Cookie',
  HTTP_FORWARDED: 'Forwarded',
  HTTP_HOST: 'Host',
  HTTP_PROXY_CONNECTION: 'Proxy-Connection',
  HTTP_REFERER: 'Referer',
  HTTP_USER_AGENT: 'User-Agent',
};

/** Those that mean the same as in expressions. */
const shared: ReadonlySet<string> = new Set<ExpressionVariable>([
  ...(['AUTH_TYPE', 'CONN_REMOTE_ADDR', 'CONTEXT_DOCUMENT_ROOT', 'CONTEXT_PREFIX', 'DOCUMENT_ROOT'] as const),
  ...(['HTTPS', 'IPV6', 'IS_SUBREQ', 'PATH_INFO', 'QUERY_STRING', 'REMOTE_ADDR', 'REMOTE_HOST'] as const),
  ...(['REMOTE_IDENT', 'REMOTE_PORT', 'REMOTE_USER', 'REQUEST_FILENAME', 'REQUEST_METHOD'] as const),
  ...(['REQUEST_SCHEME', 'REQUEST_URI', 'SCRIPT_FILENAME', 'SERVER_ADMIN', 'SERVER_NAME'] as const),
  ...(['SERVER_PORT', 'SERVER_PROTOCOL', 'SERVER_SOFTWARE', 'THE_REQUEST', 'TIME', 'TIME_DAY'] as const),
  ...(['TIME_HOUR', 'TIME_MIN', 'TIME_MON', 'TIME_SEC', 'TIME_WDAY', 'TIME_YEAR'] as const),
]);

function plain(name: string, rewriting: Rewriting, exchange: Exchange): string | undefined {
  if (Object.hasOwn(fields, name)) return field(fields[name]!, rewriting, exchange);
  if (shared.has(name)) return variableReaders[name as ExpressionVariable](exchange);
  switch (name) {
    case 'API_VERSION':
      return '20120211:142';
    case 'SERVER_ADDR':
      return exchange.connection.localAddress;
    case 'SCRIPT_USER':
    case 'SCRIPT_GROUP':
      return variableReaders[name](exchange) ?? '<unknown>';
    default:
      return undefined;
  }
}
