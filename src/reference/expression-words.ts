import {
  type BinaryOperator,
  type ExpressionFunction,
  type ExpressionVariable,
  expressionFunctions,
  expressionVariables,
  isSslVariable,
  knownFunction,
  knownVariable,
  type UnaryOperator,
} from '../syntax/expression-names.js';

/** What each variable of an expression holds. */
export const variableTexts: Readonly<Record<ExpressionVariable, string>> = {
  API_VERSION: 'the date of the interface to modules',
  AUTH_TYPE: 'the kind of login that took place',
  CONN_LOG_ID: "the connection's name in the error log",
  CONN_REMOTE_ADDR: 'the address that the connection comes from, whatever mod_remoteip says',
  CONTENT_TYPE: 'the media type of the answer',
  CONTEXT_DOCUMENT_ROOT: 'the folder that Alias or the like led to, else the DocumentRoot',
  CONTEXT_PREFIX: 'the URL prefix of Alias or the like that applied',
  DOCUMENT_ROOT: 'the DocumentRoot',
  DOCUMENT_URI: 'the path of the URL, as REQUEST_URI',
  HANDLER: 'the name of the handler that makes the answer',
  HTTP2: 'on if the request came by HTTP/2, else off',
  HTTPS: 'on if the connection is encrypted, else off',
  HTTP_ACCEPT: "the request's Accept field",
  HTTP_COOKIE: "the request's Cookie field",
  HTTP_FORWARDED: "the request's Forwarded field",
  HTTP_HOST: "the request's Host field",
  HTTP_PROXY_CONNECTION: "the request's Proxy-Connection field",
  HTTP_REFERER: "the request's Referer field",
  HTTP_USER_AGENT: "the request's User-Agent field",
  IPV6: 'on if the connection is by IPv6, else off',
  IS_SUBREQ: 'true in a request that the server makes for itself, else false',
  LAST_MODIFIED: 'when the file was changed: YYYYMMDDhhmmss in GMT, if that is known',
  PATH_INFO: "what is left of the URL's path behind the file",
  QUERY_STRING: 'the text behind the question mark of the URL',
  REMOTE_ADDR: "the client's address",
  REMOTE_HOST: "the client's name, as HostnameLookups allows",
  REMOTE_IDENT: "the client's user by mod_ident",
  REMOTE_PORT: "the client's port",
  REMOTE_USER: 'the user who logged in; empty before the login',
  REQUEST_FILENAME: 'the path of the file, as SCRIPT_FILENAME',
  REQUEST_LOG_ID: "the request's name in the error log",
  REQUEST_METHOD: 'the method, such as GET',
  REQUEST_SCHEME: 'http or https',
  REQUEST_STATUS: 'the status of the answer',
  REQUEST_URI: 'the path of the URL',
  SCRIPT_FILENAME: 'the path of the file',
  SCRIPT_GROUP: 'the group that owns the file',
  SCRIPT_USER: 'the user who owns the file',
  SERVER_ADMIN: 'the address of ServerAdmin',
  SERVER_NAME: 'the name of the server, as UseCanonicalName says',
  SERVER_PORT: 'the port of the server',
  SERVER_PROTOCOL: 'the protocol of the request, such as HTTP/1.1',
  SERVER_SOFTWARE: "the server's own name and version",
  THE_REQUEST: "the request's first line as it came",
  TIME: 'the time as YYYYMMDDhhmmss',
  TIME_DAY: 'the day of the month, two digits',
  TIME_HOUR: 'the hour, two digits',
  TIME_MIN: 'the minute, two digits',
  TIME_MON: 'the month, two digits',
  TIME_SEC: 'the second, two digits',
  TIME_WDAY: 'the day of the week, 0 is Sunday',
  TIME_YEAR: 'the year, four digits',
};

/** What each function of an expression gives. */
export const functionTexts: Readonly<Record<ExpressionFunction, string>> = {
  base64: 'the text in Base64',
  env: 'a variable of the request, or a note, or one of the environment',
  escape: 'the text with special characters as %hh',
  file: 'the text of a file',
  filesize: 'the size of a file, 0 if there is none',
  http: 'a field of the request; the answer gets a Vary field',
  ldap: 'the text with what is special in LDAP filters masked',
  md5: 'the MD5 digest of the text in hexadecimal digits',
  note: 'a note that a module left at the request',
  osenv: "a variable of the server's environment",
  req: 'a field of the request; the answer gets a Vary field',
  req_novary: 'a field of the request, without a Vary field in the answer',
  reqenv: 'a variable of the request, as SetEnv and its like make',
  resp: 'a field of the answer, where it is known yet',
  sha1: 'the SHA-1 digest of the text in hexadecimal digits',
  ssl: 'a variable of mod_ssl',
  tolower: 'the text in lower case',
  toupper: 'the text in upper case',
  unbase64: 'the text that stands in Base64',
  unescape: 'the text with %hh made characters',
};

/** What each operator with one operand asks. */
export const unaryTexts: Readonly<Record<UnaryOperator, string>> = {
  n: 'the text is not empty',
  z: 'the text is empty',
  T: 'the text is true: not empty, 0, off, false or no',
  R: "the client's address is in this network",
  d: 'there is a folder of this path',
  e: 'there is anything of this path',
  f: 'there is a file of this path',
  s: 'there is a file of this path that is not empty',
  L: 'there is a link of this path',
  h: 'there is a link of this path',
  x: 'there is a file of this path that may be executed',
  F: 'a request of the server for this file would be allowed',
  U: 'a request of the server for this URL would be allowed',
  A: 'a request of the server for this URL would be allowed',
};

/** What each named operator with two operands asks. */
export const binaryTexts: Readonly<Record<BinaryOperator, string>> = {
  ipmatch: 'the address is in this network',
  fnmatch: 'the path fits this wildcard, where * stops at slashes',
  strmatch: 'the text fits this wildcard',
  strcmatch: 'the text fits this wildcard, in any case',
};

/** What is written in `%{…}`, told in a line; undefined for names that nothing has. */
export function expressionWordText(written: string): string | undefined {
  const [name = '', argument] = written.split(/:(.*)/s);
  if (argument !== undefined) {
    const called = knownFunction(name);
    return called && `\`%{${written}}\`: ${functionTexts[called]}.`;
  }
  const variable = knownVariable(name);
  if (variable) return `\`%{${variable}}\`: ${variableTexts[variable]}.`;
  return isSslVariable(name) ? `\`%{${written}}\`: a variable of mod_ssl.` : undefined;
}

/** What may stand behind `%{`. */
export const expressionWords: readonly { readonly word: string; readonly about: string }[] = [
  ...expressionVariables.map((word) => ({ word, about: variableTexts[word] })),
  ...expressionFunctions.map((name) => ({ word: `${name}:`, about: functionTexts[name] })),
];
