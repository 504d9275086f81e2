import type { ExpressionVariable } from '../syntax/expression-names.js';
import { type Exchange, requestHeader } from './exchange.js';
import { connectionLogId, requestLogId } from './log-ids.js';
import { namedValue } from './named-values.js';
import { remoteHost } from './remote-host.js';
import { hostOf, portOf, protocolOf, schemeOf } from './server-name.js';
import { noteVary } from './vary.js';

/** Reads a variable; `undefined` is an empty text. */
export type VariableReader = (exchange: Exchange) => string | undefined;

/** Every variable that expressions can name. Times are local. */
export const variableReaders: Readonly<Record<ExpressionVariable, VariableReader>> = {
  API_VERSION: () => '20120211',
  AUTH_TYPE: (exchange) => exchange.authType,
  CONN_LOG_ID: (exchange) => connectionLogId(exchange),
  CONN_REMOTE_ADDR: (exchange) => exchange.connection.remoteAddress,
  CONTENT_TYPE: (exchange) => exchange.contentType,
  CONTEXT_DOCUMENT_ROOT: (exchange) => exchange.context?.root ?? documentRoot(exchange),
  CONTEXT_PREFIX: (exchange) => exchange.context?.prefix,
  DOCUMENT_ROOT: documentRoot,
  DOCUMENT_URI: (exchange) => namedValue(exchange.env, 'DOCUMENT_URI') ?? exchange.uri,
  // What mod_proxy has taken goes to its handler whatever SetHandler says.
  HANDLER: (exchange) => exchange.handler ?? (exchange.proxy ? 'proxy-server' : undefined),
  HTTP2: () => 'off',
  HTTPS: (exchange) => onOff(exchange.connection.tls !== undefined),
  HTTP_ACCEPT: field('Accept'),
  HTTP_COOKIE: field('Cookie'),
  HTTP_FORWARDED: field('Forwarded'),
  HTTP_HOST: field('Host'),
  HTTP_PROXY_CONNECTION: field('Proxy-Connection'),
  HTTP_REFERER: field('Referer'),
  HTTP_USER_AGENT: field('User-Agent'),
  IPV6: (exchange) => onOff(exchange.connection.remoteAddress.includes(':')),
  IS_SUBREQ: (exchange) => (exchange.main ? 'true' : 'false'),
  LAST_MODIFIED: (exchange) => stamp(new Date(exchange.modified)),
  PATH_INFO: (exchange) => exchange.pathInfo,
  QUERY_STRING: (exchange) => exchange.query,
  REMOTE_ADDR: (exchange) => exchange.connection.remoteAddress,
  // Without HostnameLookups it is the address, until an access check has looked the name up.
  REMOTE_HOST: (exchange) => remoteHost(exchange) || exchange.connection.remoteAddress,
  REMOTE_IDENT: () => undefined,
  REMOTE_PORT: (exchange) => String(exchange.connection.remotePort),
  REMOTE_USER: (exchange) => exchange.user,
  REQUEST_FILENAME: filename,
  REQUEST_LOG_ID: (exchange) => requestLogId(exchange),
  REQUEST_METHOD: (exchange) => exchange.method,
  REQUEST_SCHEME: schemeOf,
  REQUEST_STATUS: (exchange) => String(exchange.status),
  REQUEST_URI: (exchange) => exchange.uri,
  SCRIPT_FILENAME: filename,
  SCRIPT_GROUP: (exchange) => ownerOf(exchange, 'group'),
  SCRIPT_USER: (exchange) => ownerOf(exchange, 'user'),
  SERVER_ADMIN: (exchange) => exchange.program.host.core.serverAdmin ?? '[no address given]',
  SERVER_NAME: hostOf,
  SERVER_PORT: (exchange) => String(portOf(exchange)),
  SERVER_PROTOCOL: protocolOf,
  SERVER_SOFTWARE: ({ program }) => program.surroundings.machine.software,
  THE_REQUEST: ({ facts }) => `${facts.method} ${facts.target} HTTP/${facts.version}`,
  TIME: () => stamp(new Date()),
  TIME_DAY: () => twoDigits(new Date().getDate()),
  TIME_HOUR: () => twoDigits(new Date().getHours()),
  TIME_MIN: () => twoDigits(new Date().getMinutes()),
  TIME_MON: () => twoDigits(new Date().getMonth() + 1),
  TIME_SEC: () => twoDigits(new Date().getSeconds()),
  TIME_WDAY: () => String(new Date().getDay()),
  TIME_YEAR: () => String(new Date().getFullYear()),
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

function stamp(time: Date): string {
  const parts = [time.getMonth() + 1, time.getDate(), time.getHours(), time.getMinutes(), time.getSeconds()];
  return String(time.getFullYear()) + parts.map(twoDigits).join('');
}

function documentRoot({ program }: Exchange): string {
  return program.host.core.documentRoot;
}

/** What mod_proxy has taken is no file; its place is the URL. */
function filename({ filename, proxy }: Exchange): string | undefined {
  return proxy ? `proxy:${proxy.target}` : filename;
}

/** Whose the file is, once it is known that there is one. */
function ownerOf({ filename, fileKind, program }: Exchange, kind: 'user' | 'group'): string | undefined {
  if (filename === undefined || fileKind === undefined || fileKind === 'none') return undefined;
  const { machine } = program.surroundings;
  const facts = machine.look(filename, false);
  return facts && machine.nameOf(kind, kind === 'user' ? facts.owner : facts.group);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
