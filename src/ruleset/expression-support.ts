import type {
  BooleanExpression,
  ListExpression,
  RegexLiteral,
  WordExpression,
} from '../syntax/expression.js';
import { addressRange } from './address.js';
import { regexProblem } from './regex.js';

/** The variables that can be evaluated; httpd takes their names in any case. */
export const expressionVariables = [
  'API_VERSION',
  'AUTH_TYPE',
  'CONN_LOG_ID',
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
  'REQUEST_LOG_ID',
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

/** `invalid`: httpd refuses it too, in these words. `unsupported`: httpd would evaluate it, kerbgate does not. */
export interface ExpressionProblem {
  readonly kind: 'invalid' | 'unsupported';
  readonly message: string;
}

const unsupportedVariables = [
  'CONTEXT_DOCUMENT_ROOT',
  'CONTEXT_PREFIX',
  'LAST_MODIFIED',
  'SCRIPT_GROUP',
  'SCRIPT_USER',
  'SERVER_SOFTWARE',
];
const unsupportedFunctions = ['file', 'filesize', 'ldap', 'md5', 'sha1', 'ssl'];
const unsupportedUnary = 'defsLhxFUA';

/** httpd gives up at run time beyond this many levels (AP_EXPR_MAX_RECURSION). */
const deepest = 20;

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

/** Why a condition or text cannot be evaluated: the first finding in reading order; `undefined` when it can. */
export function expressionProblem(
  expression: BooleanExpression | WordExpression,
): ExpressionProblem | undefined {
  return isCondition(expression) ? ofCondition(expression, 0) : ofWord(expression, 0);
}

type ConditionKind = BooleanExpression['kind'];
const conditionKinds: ReadonlySet<string> = new Set<ConditionKind>([
  'constant',
  'not',
  'and',
  'or',
  'compare',
  'match',
  'in',
  'unary',
  'binary',
]);

function isCondition(expression: BooleanExpression | WordExpression): expression is BooleanExpression {
  return conditionKinds.has(expression.kind);
}

const invalid = (message: string): ExpressionProblem => ({ kind: 'invalid', message });
const unsupported = (message: string): ExpressionProblem => ({ kind: 'unsupported', message });
const tooDeep = unsupported('the expression is nested so deeply that httpd gives up evaluating it');

function ofCondition(expression: BooleanExpression, depth: number): ExpressionProblem | undefined {
  if (depth >= deepest) return tooDeep;
  switch (expression.kind) {
    case 'constant':
      return undefined;
    case 'not':
      return ofCondition(expression.operand, depth);
    case 'and':
    case 'or':
      return ofChain(expression, depth);
    case 'compare':
      return ofWord(expression.left, depth + 1) ?? ofWord(expression.right, depth + 1);
    case 'match':
      return ofWord(expression.subject, depth + 1) ?? ofRegex(expression.regex);
    case 'in':
      return ofWord(expression.subject, depth + 1) ?? ofList(expression.list, depth);
    case 'unary':
      return ofUnary(expression) ?? ofWord(expression.operand, depth + 1);
    case 'binary':
      return (
        ofWord(expression.left, depth + 1) ?? ofBinary(expression) ?? ofWord(expression.right, depth + 1)
      );
  }
}

/** A chain of one operator adds one level, however long it is. */
function ofChain(
  expression: BooleanExpression & { kind: 'and' | 'or' },
  depth: number,
): ExpressionProblem | undefined {
  const operands: BooleanExpression[] = [expression.right];
  let rest = expression.left;
  while (rest.kind === expression.kind) {
    operands.push(rest.right);
    rest = rest.left;
  }
  operands.push(rest);
  return firstOf(operands.reverse(), (operand) => ofCondition(operand, depth + 1));
}

function ofWord(word: WordExpression, depth: number): ExpressionProblem | undefined {
  if (depth >= deepest) return tooDeep;
  switch (word.kind) {
    case 'literal':
    case 'backreference':
      return undefined;
    case 'variable':
      return ofVariable(word.name);
    case 'call':
      return ofFunction(word.name) ?? ofWord(word.argument, depth + 1);
    case 'concatenation':
      return firstOf(word.parts, (part) => ofWord(part, depth + 1));
    default:
      return unsupported('this kind of text is not supported');
  }
}

function ofVariable(name: string): ExpressionProblem | undefined {
  if (knownVariable(name)) return undefined;
  const upper = name.toUpperCase();
  return unsupportedVariables.includes(upper) || upper.startsWith('SSL_')
    ? unsupported(`the variable ${upper} is not supported`)
    : invalid(`Variable '${name}' does not exist`);
}

function ofFunction(name: string): ExpressionProblem | undefined {
  if (knownFunction(name)) return undefined;
  return unsupportedFunctions.includes(name.toLowerCase())
    ? unsupported(`the function ${name.toLowerCase()} is not supported`)
    : invalid(`Function '${name}' does not exist`);
}

function ofUnary({
  operator,
  operand,
}: BooleanExpression & { kind: 'unary' }): ExpressionProblem | undefined {
  if (operator === 'R') return ofSubnet('R', operand);
  if (knownUnary(operator)) return undefined;
  return unsupportedUnary.includes(operator)
    ? unsupported(`the operator -${operator} is not supported: it looks at files or runs subrequests`)
    : invalid(`Unary operator '-${operator}' does not exist`);
}

function ofBinary({
  operator,
  right,
}: BooleanExpression & { kind: 'binary' }): ExpressionProblem | undefined {
  const known = knownBinary(operator);
  if (!known) return invalid(`Binary operator '-${operator}' does not exist`);
  return known === 'ipmatch' ? ofSubnet(operator, right) : undefined;
}

function ofSubnet(operator: string, operand: WordExpression): ExpressionProblem | undefined {
  if (operand.kind !== 'literal') return invalid(`-${operator} requires subnet/netmask as constant argument`);
  return addressRange(operand.value) ? undefined : invalid('parsing of subnet/netmask failed');
}

function ofRegex(regex: RegexLiteral): ExpressionProblem | undefined {
  const problem = regexProblem(regex);
  return problem === undefined
    ? undefined
    : unsupported(`the pattern ${regex.pattern} cannot be used: ${problem}`);
}

function ofList(list: ListExpression, depth: number): ExpressionProblem | undefined {
  if (list.kind === 'words') return firstOf(list.words, (word) => ofWord(word, depth + 1));
  if (list.kind !== 'listCall') return unsupported('this kind of list is not supported');
  return list.name.toLowerCase() === 'peerextlist'
    ? unsupported('the function PeerExtList is not supported')
    : invalid(`List-returning function '${list.name}' does not exist`);
}

function firstOf<T>(
  items: readonly T[],
  check: (item: T) => ExpressionProblem | undefined,
): ExpressionProblem | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem) return problem;
  }
  return undefined;
}
