import type {
  BooleanExpression,
  ListExpression,
  RegexLiteral,
  WordExpression,
} from '../../syntax/expression.js';
import { parseCondition, parseStringExpression } from '../../syntax/parse-expression.js';
import { addressRange } from '../address.js';
import type { ArgumentInput, ArgumentProblem } from '../args.js';
import { flawOf } from '../regex.js';
import type { ArgumentCheck } from './check.js';
import { at } from './judge.js';

/** Whether a module, by its source name, is loaded: some bring names of their own. */
export type IsLoaded = (module: string) => boolean;

/** httpd's words about a condition that it refuses, without what it was parsed for. */
export function conditionProblem(text: string, isLoaded: IsLoaded): string | undefined {
  const { value, error } = parseCondition(text);
  if (error) return error.message;
  const scan: Scan = { isLoaded };
  lookAtCondition(value, scan);
  return verdict(scan);
}

/** httpd's words about a text with variables that it refuses. */
export function textProblem(text: string, isLoaded: IsLoaded): string | undefined {
  const { value, error } = parseStringExpression(text);
  if (error) return error.message;
  const scan: Scan = { isLoaded };
  lookAtWord(value, scan);
  return verdict(scan);
}

/** The last unknown name and whether a pattern, where httpd stops, was broken. */
interface Scan {
  readonly isLoaded: IsLoaded;
  unknown?: string;
  brokenPattern?: true;
}

const brokenPattern = 'Failed to compile regular expression';

function verdict({ unknown, brokenPattern: broken }: Scan): string | undefined {
  if (!broken) return unknown;
  return unknown === undefined ? brokenPattern : `${brokenPattern}: ${unknown}`;
}

/** Looks at operands before what is applied to them, as httpd's parser does. */
function lookAtCondition(expression: BooleanExpression, scan: Scan): void {
  if (scan.brokenPattern) return;
  switch (expression.kind) {
    case 'constant':
      break;
    case 'not':
      lookAtCondition(expression.operand, scan);
      break;
    case 'and':
    case 'or':
      lookAtChain(expression, scan);
      break;
    case 'compare':
      lookAtWord(expression.left, scan);
      lookAtWord(expression.right, scan);
      break;
    case 'match':
      lookAtWord(expression.subject, scan);
      lookAtPattern(expression.regex, scan);
      break;
    case 'in':
      lookAtWord(expression.subject, scan);
      lookAtList(expression.list, scan);
      break;
    case 'unary':
      lookAtWord(expression.operand, scan);
      lookAtUnary(expression.operator, expression.operand, scan);
      break;
    case 'binary':
      lookAtWord(expression.left, scan);
      lookAtWord(expression.right, scan);
      lookAtBinary(expression.operator, expression.right, scan);
      break;
  }
}

/** Long chains lean to the left and are walked without recursion. */
function lookAtChain(expression: BooleanExpression & { kind: 'and' | 'or' }, scan: Scan): void {
  const operands: BooleanExpression[] = [];
  let rest: BooleanExpression = expression;
  while (rest.kind === expression.kind) {
    operands.push(rest.right);
    rest = rest.left;
  }
  operands.push(rest);
  for (const operand of operands.reverse()) lookAtCondition(operand, scan);
}

function lookAtWord(word: WordExpression, scan: Scan): void {
  if (word.kind === 'variable' && !isVariable(word.name, scan.isLoaded))
    scan.unknown = `Variable '${word.name}' does not exist`;
  if (word.kind === 'concatenation') for (const part of word.parts) lookAtWord(part, scan);
  if (word.kind !== 'call') return;
  lookAtWord(word.argument, scan);
  if (!isFunction(word.name, scan.isLoaded)) scan.unknown = `Function '${word.name}' does not exist`;
}

function lookAtPattern({ pattern }: RegexLiteral, scan: Scan): void {
  if (flawOf(pattern) !== undefined) scan.brokenPattern = true;
}

function lookAtList(list: ListExpression, scan: Scan): void {
  if (list.kind === 'words') for (const word of list.words) lookAtWord(word, scan);
  if (list.kind !== 'listCall') return;
  lookAtWord(list.argument, scan);
  if (list.name.toLowerCase() !== 'peerextlist' || !scan.isLoaded('mod_ssl'))
    scan.unknown = `List-returning function '${list.name}' does not exist`;
}

function lookAtUnary(operator: string, operand: WordExpression, scan: Scan): void {
  if (!unaryOperators.has(operator)) scan.unknown = `Unary operator '-${operator}' does not exist`;
  else if (operator === 'R') lookAtSubnet(operator, operand, scan);
}

function lookAtBinary(operator: string, operand: WordExpression, scan: Scan): void {
  const name = operator.toLowerCase();
  if (!binaryOperators.has(name)) scan.unknown = `Binary operator '-${operator}' does not exist`;
  else if (name === 'ipmatch') lookAtSubnet(operator, operand, scan);
}

function lookAtSubnet(operator: string, operand: WordExpression, scan: Scan): void {
  if (operand.kind !== 'literal') scan.unknown = `-${operator} requires subnet/netmask as constant argument`;
  else if (addressRange(operand.value) !== 'ok') scan.unknown = 'parsing of subnet/netmask failed';
}

function isVariable(name: string, isLoaded: IsLoaded): boolean {
  const upper = name.toUpperCase();
  return (
    variables.has(upper) ||
    (upper.startsWith('SSL_') && isLoaded('mod_ssl')) ||
    (upper.startsWith('HC_') && isLoaded('mod_proxy_hcheck'))
  );
}

function isFunction(name: string, isLoaded: IsLoaded): boolean {
  const lower = name.toLowerCase();
  return (
    functions.has(lower) ||
    (lower === 'ssl' && isLoaded('mod_ssl')) ||
    (lower === 'hc' && isLoaded('mod_proxy_hcheck'))
  );
}

const variables: ReadonlySet<string> = new Set([
  ...['TIME_YEAR', 'TIME_MON', 'TIME_DAY', 'TIME_HOUR', 'TIME_MIN', 'TIME_SEC', 'TIME_WDAY', 'TIME'],
  ...['SERVER_SOFTWARE', 'API_VERSION', 'HTTP_USER_AGENT', 'HTTP_PROXY_CONNECTION', 'HTTP_REFERER'],
  ...['HTTP_COOKIE', 'HTTP_FORWARDED', 'HTTP_HOST', 'HTTP_ACCEPT', 'REQUEST_METHOD', 'REQUEST_SCHEME'],
  ...['REQUEST_URI', 'REQUEST_FILENAME', 'REMOTE_HOST', 'REMOTE_IDENT', 'REMOTE_USER', 'SERVER_ADMIN'],
  ...['SERVER_NAME', 'SERVER_PORT', 'SERVER_PROTOCOL', 'SCRIPT_FILENAME', 'PATH_INFO', 'QUERY_STRING'],
  ...['IS_SUBREQ', 'DOCUMENT_ROOT', 'AUTH_TYPE', 'THE_REQUEST', 'CONTENT_TYPE', 'HANDLER', 'REQUEST_LOG_ID'],
  ...['SCRIPT_USER', 'SCRIPT_GROUP', 'DOCUMENT_URI', 'LAST_MODIFIED', 'CONTEXT_PREFIX'],
  ...['CONTEXT_DOCUMENT_ROOT', 'REQUEST_STATUS', 'REMOTE_ADDR', 'REMOTE_PORT', 'HTTPS', 'IPV6'],
  ...['CONN_LOG_ID', 'CONN_REMOTE_ADDR', 'HTTP2'],
]);

const functions: ReadonlySet<string> = new Set([
  ...['osenv', 'env', 'resp', 'req', 'http', 'note', 'reqenv', 'req_novary', 'tolower', 'toupper', 'escape'],
  ...['unescape', 'file', 'filesize', 'base64', 'unbase64', 'sha1', 'md5', 'ldap'],
]);

const unaryOperators: ReadonlySet<string> = new Set('nzRTdefsLhxFUA');
const binaryOperators: ReadonlySet<string> = new Set(['ipmatch', 'fnmatch', 'strmatch', 'strcmatch']);

type Before = (written: string) => string;

/** The word at a position is a condition; `before` are httpd's words in front of what is wrong with it. */
export const condition =
  (index: number, before: Before): ArgumentCheck =>
  (input, words) =>
    refused(input, index, words[index], conditionProblem, before);

/** The word at a position is a text that may hold variables. */
export const text =
  (index: number, before: Before): ArgumentCheck =>
  (input, words) =>
    refused(input, index, words[index], textProblem, before);

function refused(
  input: ArgumentInput,
  index: number,
  written: string | undefined,
  problemOf: typeof textProblem,
  before: Before,
): ArgumentProblem | undefined {
  const problem = written === undefined ? undefined : problemOf(written, input.isLoaded);
  return problem === undefined ? undefined : at(input, index, before(written!) + problem);
}
