import { type ExpressionName, unknownName } from '../directives/expression-name.js';
import type { BooleanExpression, WordExpression } from '../syntax/expression.js';
import { knownBinary } from '../syntax/expression-names.js';
import { addressRange } from './address.js';
import { regexProblem } from './regex.js';

/** `invalid`: httpd refuses it too, in these words. `unsupported`: httpd would evaluate it, kerbgate does not. */
export interface ExpressionProblem {
  readonly kind: 'invalid' | 'unsupported';
  readonly message: string;
}

type Expression = BooleanExpression | WordExpression;
type Part = Expression | (BooleanExpression & { kind: 'in' })['list'];

const invalid = (message: string): ExpressionProblem => ({ kind: 'invalid', message });
const unsupported = (message: string): ExpressionProblem => ({ kind: 'unsupported', message });

/** Why a condition or text cannot be evaluated; `undefined` when it can. What is invalid is told before what is unsupported. */
export function expressionProblem(expression: Expression): ExpressionProblem | undefined {
  const findings: ExpressionProblem[] = [];
  const open: Part[] = [expression];
  for (let part = open.pop(); part; part = open.pop()) {
    const problem = problemOf(part);
    if (problem) findings.push(problem);
    for (const inside of insideOf(part)) open.push(inside);
  }
  return findings.find(({ kind }) => kind === 'invalid') ?? findings[0];
}

function insideOf(part: Part): readonly Part[] {
  switch (part.kind) {
    case 'not':
    case 'unary':
      return [part.operand];
    case 'and':
    case 'or':
    case 'compare':
    case 'binary':
      return [part.left, part.right];
    case 'match':
      return [part.subject];
    case 'in':
      return [part.subject, part.list];
    case 'words':
      return part.words;
    case 'call':
    case 'listCall':
      return [part.argument];
    case 'concatenation':
      return part.parts;
    default:
      return [];
  }
}

function problemOf(part: Part): ExpressionProblem | undefined {
  switch (part.kind) {
    case 'match': {
      const problem = regexProblem(part.regex);
      return problem === undefined
        ? undefined
        : unsupported(`the pattern ${part.regex.pattern} cannot be used: ${problem}`);
    }
    case 'variable':
      return nameProblem('variable', part.name);
    case 'call':
      return nameProblem('function', part.name);
    case 'listCall':
      return nameProblem('list', part.name);
    case 'unary':
      return (
        nameProblem('unary', part.operator) ??
        (part.operator === 'R' ? subnetProblem('R', part.operand) : undefined)
      );
    case 'binary':
      return (
        nameProblem('binary', part.operator) ??
        (knownBinary(part.operator) === 'ipmatch' ? subnetProblem('ipmatch', part.right) : undefined)
      );
    default:
      return undefined;
  }
}

/** Of the modules that bring names, mod_ssl's are evaluated here. */
function nameProblem(kind: ExpressionName['kind'], name: string): ExpressionProblem | undefined {
  const refusal = unknownName({ kind, name }, (module) => module === 'mod_ssl');
  return refusal && invalid(refusal.problem);
}

function subnetProblem(operator: string, operand: WordExpression): ExpressionProblem | undefined {
  if (operand.kind !== 'literal') return invalid(`-${operator} requires subnet/netmask as constant argument`);
  return addressRange(operand.value) ? undefined : invalid('parsing of subnet/netmask failed');
}
