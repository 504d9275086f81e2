import type {
  BooleanExpression,
  ListExpression,
  RegexLiteral,
  WordExpression,
} from '../syntax/expression.js';
import { addressRange } from './address.js';
import {
  knownBinary,
  knownFunction,
  knownUnary,
  knownVariable,
  unsupportedNames,
} from './expression-names.js';
import { regexProblem } from './regex.js';

/** `invalid`: httpd refuses it too, in these words. `unsupported`: httpd would evaluate it, kerbgate does not. */
export interface ExpressionProblem {
  readonly kind: 'invalid' | 'unsupported';
  readonly message: string;
}

/** httpd gives up at run time beyond this many levels (AP_EXPR_MAX_RECURSION). */
const deepest = 20;

/**
 * Why a condition or text cannot be evaluated; `undefined` when it can. Of several mistakes httpd tells the last one it came
 * across, so this does too.
 */
export function expressionProblem(
  expression: BooleanExpression | WordExpression,
): ExpressionProblem | undefined {
  const findings: ExpressionProblem[] = [];
  if (isCondition(expression)) checkCondition(expression, 0, findings);
  else checkWord(expression, 0, findings);
  return findings.findLast(({ kind }) => kind === 'invalid') ?? findings[0];
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

type Findings = ExpressionProblem[];

const invalid = (message: string): ExpressionProblem => ({ kind: 'invalid', message });
const unsupported = (message: string): ExpressionProblem => ({ kind: 'unsupported', message });
const tooDeep = unsupported('the expression is nested so deeply that httpd gives up evaluating it');

/** Looks at operands before what is applied to them, as httpd's parser does. */
function checkCondition(expression: BooleanExpression, depth: number, findings: Findings): void {
  if (depth >= deepest) findings.push(tooDeep);
  switch (expression.kind) {
    case 'constant':
      return;
    case 'not':
      checkCondition(expression.operand, depth, findings);
      return;
    case 'and':
    case 'or':
      checkChain(expression, depth, findings);
      return;
    case 'compare':
      checkWord(expression.left, depth + 1, findings);
      checkWord(expression.right, depth + 1, findings);
      return;
    case 'match':
      checkWord(expression.subject, depth + 1, findings);
      checkRegex(expression.regex, findings);
      return;
    case 'in':
      checkWord(expression.subject, depth + 1, findings);
      checkList(expression.list, depth, findings);
      return;
    case 'unary':
      checkWord(expression.operand, depth + 1, findings);
      checkUnary(expression, findings);
      return;
    case 'binary':
      checkWord(expression.left, depth + 1, findings);
      checkWord(expression.right, depth + 1, findings);
      checkBinary(expression, findings);
      return;
  }
}

/** A chain of one operator adds one level, however long it is. */
function checkChain(
  expression: BooleanExpression & { kind: 'and' | 'or' },
  depth: number,
  findings: Findings,
): void {
  const operands: BooleanExpression[] = [expression.right];
  let rest = expression.left;
  while (rest.kind === expression.kind) {
    operands.push(rest.right);
    rest = rest.left;
  }
  operands.push(rest);
  for (const operand of operands.reverse()) checkCondition(operand, depth + 1, findings);
}

function checkWord(word: WordExpression, depth: number, findings: Findings): void {
  if (depth >= deepest) findings.push(tooDeep);
  switch (word.kind) {
    case 'literal':
    case 'backreference':
      return;
    case 'variable':
      checkVariable(word.name, findings);
      return;
    case 'call':
      checkWord(word.argument, depth + 1, findings);
      checkFunction(word.name, findings);
      return;
    case 'concatenation':
      for (const part of word.parts) checkWord(part, depth + 1, findings);
      return;
    default:
      findings.push(unsupported('this kind of text is not supported'));
  }
}

function checkVariable(name: string, findings: Findings): void {
  if (knownVariable(name)) return;
  const upper = name.toUpperCase();
  const exists = isIn(unsupportedNames.variables, upper) || upper.startsWith('SSL_');
  findings.push(
    exists
      ? unsupported(`the variable ${upper} is not supported`)
      : invalid(`Variable '${name}' does not exist`),
  );
}

function checkFunction(name: string, findings: Findings): void {
  if (knownFunction(name)) return;
  const lower = name.toLowerCase();
  findings.push(
    isIn(unsupportedNames.functions, lower)
      ? unsupported(`the function ${lower} is not supported`)
      : invalid(`Function '${name}' does not exist`),
  );
}

function checkUnary({ operator, operand }: BooleanExpression & { kind: 'unary' }, findings: Findings): void {
  if (operator === 'R') checkSubnet('R', operand, findings);
  if (knownUnary(operator)) return;
  findings.push(
    isIn(unsupportedNames.unary, operator)
      ? unsupported(`the operator -${operator} is not supported: it looks at files or runs subrequests`)
      : invalid(`Unary operator '-${operator}' does not exist`),
  );
}

function checkBinary({ operator, right }: BooleanExpression & { kind: 'binary' }, findings: Findings): void {
  const known = knownBinary(operator);
  if (!known) findings.push(invalid(`Binary operator '-${operator}' does not exist`));
  else if (known === 'ipmatch') checkSubnet(operator, right, findings);
}

function checkSubnet(operator: string, operand: WordExpression, findings: Findings): void {
  if (operand.kind !== 'literal')
    findings.push(invalid(`-${operator} requires subnet/netmask as constant argument`));
  else if (!addressRange(operand.value)) findings.push(invalid('parsing of subnet/netmask failed'));
}

function checkRegex(regex: RegexLiteral, findings: Findings): void {
  const problem = regexProblem(regex);
  if (problem !== undefined)
    findings.push(unsupported(`the pattern ${regex.pattern} cannot be used: ${problem}`));
}

function checkList(list: ListExpression, depth: number, findings: Findings): void {
  if (list.kind === 'words') {
    for (const word of list.words) checkWord(word, depth + 1, findings);
  } else if (list.kind !== 'listCall') {
    findings.push(unsupported('this kind of list is not supported'));
  } else {
    checkWord(list.argument, depth + 1, findings);
    findings.push(
      isIn(unsupportedNames.lists, list.name.toLowerCase())
        ? unsupported('the function PeerExtList is not supported')
        : invalid(`List-returning function '${list.name}' does not exist`),
    );
  }
}

function isIn(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
