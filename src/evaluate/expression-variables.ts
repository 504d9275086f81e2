import type { ExpressionVariable } from '../ruleset/expression-names.js';
import { type Exchange, requestHeader } from './exchange.js';
import { namedValue } from './named-values.js';
import { remoteHost } from './remote-host.js';
import { hostOf, portOf, schemeOf } from './server-name.js';
import { noteVary } from './vary.js';

/** Reads a variable; `undefined` is an empty text. */
export type VariableReader = (exchange: Exchange) => string | undefined;

/** Every variable that expressions can name. Times are local. */
export const variableReaders: Readonly<Record<ExpressionVariable, VariableReader>> = {
  API_VERSION: () => '20120211',
  AUTH_TYPE: (exchange) => exchange.authType,
  CONN_REMOTE_ADDR: (exchange) => exchange.connection.remoteAddress,
  CONTENT_TYPE: (exchange) => exchange.contentType,
  DOCUMENT_ROOT: (exchange) => exchange.program.ruleset.host.core.documentRoot,
  DOCUMENT_URI: (exchange) => namedValue(exchange.env, 'DOCUMENT_URI') ?? exchange.uri,
  HANDLER: (exchange) => exchange.handler,
  HTTP2: () => 'off',
  HTTPS: (exchange) => onOff(exchange.connection.secure),
  HTTP_ACCEPT: field('Accept'),
  HTTP_COOKIE: field('Cookie'),
  HTTP_FORWARDED: field('Forwarded'),
  HTTP_HOST: field('Host'),
  HTTP_PROXY_CONNECTION: field('Proxy-Connection'),
  HTTP_REFERER: field('Referer'),
  HTTP_USER_AGENT: field('User-Agent'),
  IPV6: (exchange) => onOff(exchange.connection.remoteAddress.includes(':')),
  IS_SUBREQ: (exchange) => (exchange.main ? 'true' : 'false'),
  PATH_INFO: (exchange) => exchange.pathInfo,
  QUERY_STRING: (exchange) => exchange.query,
  REMOTE_ADDR: (exchange) => exchange.connection.remoteAddress,
  // Without HostnameLookups it is the address, until an access check has looked the name up.
  REMOTE_HOST: (exchange) => remoteHost(exchange.connection) || exchange.connection.remoteAddress,
  REMOTE_IDENT: () => undefined,
  REMOTE_PORT: (exchange) => String(exchange.connection.remotePort),
  REMOTE_USER: (exchange) => exchange.user,
  REQUEST_FILENAME: (exchange) => exchange.filename,
  REQUEST_METHOD: (exchange) => exchange.method,
  REQUEST_SCHEME: schemeOf,
  REQUEST_STATUS: (exchange) => String(exchange.status),
  REQUEST_URI: (exchange) => exchange.uri,
  SCRIPT_FILENAME: (exchange) => exchange.filename,
  SERVER_ADMIN: (exchange) => exchange.program.ruleset.host.core.serverAdmin ?? '[no address given]',
  SERVER_NAME: hostOf,
  SERVER_PORT: (exchange) => String(portOf(exchange)),
  SERVER_PROTOCOL: (exchange) => `HTTP/${exchange.facts.version}`,
  THE_REQUEST: ({ facts }) => `${facts.method} ${facts.target} HTTP/${facts.version}`,
  TIME: (exchange) => {
    const time = timeOf(exchange);
    const parts = [
      time.getMonth() + 1,
      time.getDate(),
      time.getHours(),
      time.getMinutes(),
      time.getSeconds(),
    ];
    return String(time.getFullYear()) + parts.map(twoDigits).join('');
  },
  TIME_DAY: (exchange) => twoDigits(timeOf(exchange).getDate()),
  TIME_HOUR: (exchange) => twoDigits(timeOf(exchange).getHours()),
  TIME_MIN: (exchange) => twoDigits(timeOf(exchange).getMinutes()),
  TIME_MON: (exchange) => twoDigits(timeOf(exchange).getMonth() + 1),
  TIME_SEC: (exchange) => twoDigits(timeOf(exchange).getSeconds()),
  TIME_WDAY: (exchange) => String(timeOf(exchange).getDay()),
  TIME_YEAR: (exchange) => String(timeOf(exchange).getFullYear()),
};

function field(name: string): VariableReader {
  return (exchange) => {
    noteVary(name);
    return requestHeader(exchange, name);
  };
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}

function timeOf(exchange: Exchange): Date {
  return new Date(exchange.facts.time);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
