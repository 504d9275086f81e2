/** The variables that can be evaluated; httpd takes their names in any case. */
export const expressionVariables = [
  'API_VERSION',
  'AUTH_TYPE',
  'CONN_REMOTE_ADDR',
  'CONTENT_TYPE',
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
  'PATH_INFO',
  'QUERY_STRING',
  'REMOTE_ADDR',
  'REMOTE_HOST',
  'REMOTE_IDENT',
  'REMOTE_PORT',
  'REMOTE_USER',
  'REQUEST_FILENAME',
  'REQUEST_METHOD',
  'REQUEST_SCHEME',
  'REQUEST_STATUS',
  'REQUEST_URI',
  'SCRIPT_FILENAME',
  'SERVER_ADMIN',
  'SERVER_NAME',
  'SERVER_PORT',
  'SERVER_PROTOCOL',
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

/** The functions that can be evaluated; httpd takes their names in any case. */
export const expressionFunctions = [
  'base64',
  'env',
  'escape',
  'http',
  'note',
  'osenv',
  'req',
  'req_novary',
  'reqenv',
  'resp',
  'tolower',
  'toupper',
  'unbase64',
  'unescape',
] as const;

export type ExpressionFunction = (typeof expressionFunctions)[number];

export const unaryOperators = ['n', 'z', 'T', 'R'] as const;
export const binaryOperators = ['ipmatch', 'fnmatch', 'strmatch', 'strcmatch'] as const;

export type UnaryOperator = (typeof unaryOperators)[number];
export type BinaryOperator = (typeof binaryOperators)[number];

/** The canonical name of a variable, as the evaluator knows it. */
export function knownVariable(name: string): ExpressionVariable | undefined {
  const upper = name.toUpperCase();
  return expressionVariables.find((known) => known === upper);
}

export function knownFunction(name: string): ExpressionFunction | undefined {
  const lower = name.toLowerCase();
  return expressionFunctions.find((known) => known === lower);
}

/** Unlike all other names, those of unary operators keep their case. */
export function knownUnary(name: string): UnaryOperator | undefined {
  return unaryOperators.find((known) => known === name);
}

export function knownBinary(name: string): BinaryOperator | undefined {
  const lower = name.toLowerCase();
  return binaryOperators.find((known) => known === lower);
}

/** What httpd knows and kerbgate does not evaluate, by kind. */
export const unsupportedNames = {
  variables: [
    'CONN_LOG_ID',
    'CONTEXT_DOCUMENT_ROOT',
    'CONTEXT_PREFIX',
    'LAST_MODIFIED',
    'REQUEST_LOG_ID',
    'SCRIPT_GROUP',
    'SCRIPT_USER',
    'SERVER_SOFTWARE',
  ],
  functions: ['file', 'filesize', 'ldap', 'md5', 'sha1', 'ssl'],
  unary: [...'defsLhxFUA'],
  lists: ['peerextlist'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
