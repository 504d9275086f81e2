/** The variables of httpd's core; httpd takes their names in any case. */
export const expressionVariables = [
  'API_VERSION',
  'AUTH_TYPE',
  'CONN_LOG_ID',
  'CONN_REMOTE_ADDR',
  'CONTENT_TYPE',
  'CONTEXT_DOCUMENT_ROOT',
  'CONTEXT_PREFIX',
  'DOCUMENT_ROOT',
  'DOCUMENT_URI',
  'HANDLER',
  'HTTP2',
  'HTTPS',
  'HTTP_ACCEPT',
  'HTTP_COOKIE',
  'HTTP_FORWARDED',
  'HTTP_HOST',
  'HTTP_PROXY_CONNECTION',
  'HTTP_REFERER',
  'HTTP_USER_AGENT',
  'IPV6',
  'IS_SUBREQ',
  'LAST_MODIFIED',
  'PATH_INFO',
  'QUERY_STRING',
  'REMOTE_ADDR',
  'REMOTE_HOST',
  'REMOTE_IDENT',
  'REMOTE_PORT',
  'REMOTE_USER',
  'REQUEST_FILENAME',
  'REQUEST_LOG_ID',
  'REQUEST_METHOD',
  'REQUEST_SCHEME',
  'REQUEST_STATUS',
  'REQUEST_URI',
  'SCRIPT_FILENAME',
  'SCRIPT_GROUP',
  'SCRIPT_USER',
  'SERVER_ADMIN',
  'SERVER_NAME',
  'SERVER_PORT',
  'SERVER_PROTOCOL',
  'SERVER_SOFTWARE',
  'THE_REQUEST',
  'TIME',
  'TIME_DAY',
  'TIME_HOUR',
  'TIME_MIN',
  'TIME_MON',
  'TIME_SEC',
  'TIME_WDAY',
  'TIME_YEAR',
] as const;

export type ExpressionVariable = (typeof expressionVariables)[number];

/** The functions of httpd's core, and mod_ssl's; httpd takes their names in any case. */
export const expressionFunctions = [
  'base64',
  'env',
  'escape',
  'file',
  'filesize',
  'http',
  'ldap',
  'md5',
  'note',
  'osenv',
  'req',
  'req_novary',
  'reqenv',
  'resp',
  'sha1',
  'ssl',
  'tolower',
  'toupper',
  'unbase64',
  'unescape',
] as const;

export type ExpressionFunction = (typeof expressionFunctions)[number];

/** mod_ssl's, the only function there is that gives a list. */
export const listFunctions = ['peerextlist'] as const;

export const unaryOperators = ['n', 'z', 'T', 'R', 'd', 'e', 'f', 's', 'L', 'h', 'x', 'F', 'U', 'A'] as const;
export const binaryOperators = ['ipmatch', 'fnmatch', 'strmatch', 'strcmatch'] as const;

export type UnaryOperator = (typeof unaryOperators)[number];
export type BinaryOperator = (typeof binaryOperators)[number];

const variablesByName = new Map<string, ExpressionVariable>(expressionVariables.map((name) => [name, name]));
const functionsByName = new Map<string, ExpressionFunction>(expressionFunctions.map((name) => [name, name]));

/** The canonical name of a variable, as the evaluator knows it. */
export function knownVariable(name: string): ExpressionVariable | undefined {
  return variablesByName.get(name.toUpperCase());
}

/** Whether a name is one of mod_ssl's variables: all that begin so, known to it or not. */
export function isSslVariable(name: string): boolean {
  return /^ssl_/i.test(name);
}

export function knownFunction(name: string): ExpressionFunction | undefined {
  return functionsByName.get(name.toLowerCase());
}

export function isListFunction(name: string): boolean {
  return (listFunctions as readonly string[]).includes(name.toLowerCase());
}

/** Unlike all other names, those of unary operators keep their case. */
export function knownUnary(name: string): UnaryOperator | undefined {
  return unaryOperators.find((known) => known === name);
}

export function knownBinary(name: string): BinaryOperator | undefined {
  const lower = name.toLowerCase();
  return binaryOperators.find((known) => known === lower);
}
