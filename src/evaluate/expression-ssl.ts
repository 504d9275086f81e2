import type { ExpressionVariable } from '../syntax/expression-names.js';
import { type Exchange, requestHeader } from './exchange.js';
import { variableReaders } from './expression-variables.js';
import { namedValue } from './named-values.js';
import { processVariable } from './process-variable.js';
import { sslVariable, versionVariable } from './ssl-variables.js';

/** What mod_ssl's own function finds besides its variables. */
const others: ReadonlySet<ExpressionVariable> = new Set<ExpressionVariable>([
  'HTTP_USER_AGENT',
  'HTTP_REFERER',
  'HTTP_COOKIE',
  'HTTP_FORWARDED',
  'HTTP_HOST',
  'HTTP_PROXY_CONNECTION',
  'HTTP_ACCEPT',
  'REQUEST_METHOD',
  'REQUEST_SCHEME',
  'REQUEST_URI',
  'REQUEST_FILENAME',
  'REMOTE_ADDR',
  'REMOTE_HOST',
  'REMOTE_IDENT',
  'REMOTE_USER',
  'SERVER_ADMIN',
  'SERVER_NAME',
  'SERVER_PORT',
  'SERVER_PROTOCOL',
  'SERVER_SOFTWARE',
  'SCRIPT_FILENAME',
  'PATH_INFO',
  'QUERY_STRING',
  'IS_SUBREQ',
  'DOCUMENT_ROOT',
  'AUTH_TYPE',
  'THE_REQUEST',
  'HTTPS',
  'API_VERSION',
  'TIME_YEAR',
  'TIME_MON',
  'TIME_DAY',
  'TIME_HOUR',
  'TIME_MIN',
  'TIME_SEC',
  'TIME_WDAY',
  'TIME',
]);

/** The variable that mod_ssl finds under a name, its own ones and others (`ssl_var_lookup`). */
export function readSslName(written: string, exchange: Exchange): string | undefined {
  const name = written.toUpperCase();
  if (name.startsWith('HTTP:')) return requestHeader(exchange, written.slice(5));
  if (name.startsWith('ENV:')) {
    const variable = written.slice(4);
    return (
      namedValue(exchange.notes, variable) ??
      namedValue(exchange.env, variable) ??
      processVariable(variable, exchange)
    );
  }
  if (name.startsWith('SSL_VERSION_')) return versionVariable(written.slice(12), exchange);
  if (name.startsWith('SSL_')) return sslVariable(written.slice(4), exchange);
  const known = [...others].find((each) => each === name);
  return known && variableReaders[known](exchange);
}
