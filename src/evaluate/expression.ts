import { addressRange, isInRange, parseAddress } from '../ruleset/address.js';
import { knownBinary, knownFunction, knownUnary, knownVariable } from '../ruleset/expression-names.js';
import { expressionProblem } from '../ruleset/expression-support.js';
import { compileRegex } from '../ruleset/regex.js';
import type { Condition, TextOrExpression } from '../ruleset/text.js';
import type { BooleanExpression, CompareOperator, WordExpression } from '../syntax/expression.js';
import type { Exchange } from './exchange.js';
import { functionBodies } from './expression-functions.js';
import { variableReaders } from './expression-variables.js';
import { wildcardMatcher } from './fnmatch.js';
import { remoteAddress } from './remote-host.js';
import { finishVary, startVary } from './vary.js';

/** Why an expression has no result. */
export interface ExpressionError {
  readonly problem: string;
}

/** A compiled condition; it sets the exchange's `groups` and Vary field. */
export type ConditionEvaluator = (exchange: Exchange) => boolean | ExpressionError;
/** A compiled text; it sets the exchange's `groups`. */
export type TextEvaluator = (exchange: Exchange) => string | ExpressionError;

type Test = (exchange: Exchange) => boolean;
type Word = (exchange: Exchange) => string;

/** The groups before any pattern with groups was tried. */
export const noGroups: readonly (string | undefined)[] = Object.freeze([]);
/** The groups after such a pattern was tried without success. */
export const failedGroups: readonly (string | undefined)[] = Object.freeze([]);

const conditions = new WeakMap<BooleanExpression, ConditionEvaluator>();
const texts = new WeakMap<WordExpression, TextEvaluator>();

/** Compiles a condition; each expression object once. One that cannot be evaluated gives its problem each time. */
export function compileCondition(expression: BooleanExpression): ConditionEvaluator {
  const known = conditions.get(expression);
  if (known) return known;
  const evaluator = conditionEvaluator(expression);
  conditions.set(expression, evaluator);
  return evaluator;
}

/** Compiles a text; plain text is its own value. */
export function compileText(text: TextOrExpression): TextEvaluator {
  if (typeof text === 'string') return () => text;
  const known = texts.get(text.expression);
  if (known) return known;
  const evaluator = textEvaluator(text.expression);
  texts.set(text.expression, evaluator);
  return evaluator;
}

/** Whether a condition holds for a request. */
export function evaluateCondition(condition: Condition, exchange: Exchange): boolean | ExpressionError {
  return compileCondition(condition.expression)(exchange);
}

/** The value of a text for a request. */
export function evaluateText(text: TextOrExpression, exchange: Exchange): string | ExpressionError {
  return typeof text === 'string' ? text : compileText(text)(exchange);
}

/** The value of a text for a request; empty, with a line in the log, when it has none. */
export function textOf(text: TextOrExpression, exchange: Exchange): string {
  const value = evaluateText(text, exchange);
  if (typeof value === 'string') return value;
  exchange.recorder.log('error', undefined, `Evaluation of expression failed: ${value.problem}`);
  return '';
}

function conditionEvaluator(expression: BooleanExpression): ConditionEvaluator {
  const problem = expressionProblem(expression);
  if (problem) return failing(problem.message);
  const test = compileTest(expression);
  return (exchange) => {
    exchange.groups = noGroups;
    startVary();
    const result = test(exchange);
    finishVary(exchange);
    return result;
  };
}

function textEvaluator(expression: WordExpression): TextEvaluator {
  const problem = expressionProblem(expression);
  if (problem) return failing(problem.message);
  const word = compileWord(expression);
  return (exchange) => {
    exchange.groups = noGroups;
    return word(exchange);
  };
}

function failing(problem: string): () => ExpressionError {
  const error: ExpressionError = Object.freeze({ problem });
  return () => error;
}

/** An expression that `expressionProblem` let through and that has no meaning here after all. */
function unchecked(what: string): never {
  throw new Error(`unchecked expression: ${what}`);
}

function compileTest(expression: BooleanExpression): Test {
  switch (expression.kind) {
    case 'constant':
      return () => expression.value;
    case 'not': {
      const operand = compileTest(expression.operand);
      return (exchange) => !operand(exchange);
    }
    case 'and': {
      const [left, right] = [compileTest(expression.left), compileTest(expression.right)];
      return (exchange) => left(exchange) && right(exchange);
    }
    case 'or': {
      const [left, right] = [compileTest(expression.left), compileTest(expression.right)];
      return (exchange) => left(exchange) || right(exchange);
    }
    case 'compare':
      return compileComparison(
        expression.operator,
        compileWord(expression.left),
        compileWord(expression.right),
      );
    case 'match':
      return compileMatch(expression);
    case 'in':
      return compileIn(expression);
    case 'unary':
      return compileUnary(expression);
    case 'binary':
      return compileBinary(expression);
  }
}

/** Texts are compared byte by byte, numbers as C's 64-bit integers; each side is evaluated, the left first. */
function compileComparison(operator: CompareOperator, left: Word, right: Word): Test {
  switch (operator) {
    case '==':
      return (exchange) => left(exchange) === right(exchange);
    case '!=':
      return (exchange) => left(exchange) !== right(exchange);
    case '<':
      return (exchange) => left(exchange) < right(exchange);
    case '<=':
      return (exchange) => left(exchange) <= right(exchange);
    case '>':
      return (exchange) => left(exchange) > right(exchange);
    case '>=':
      return (exchange) => left(exchange) >= right(exchange);
    case '-eq':
      return (exchange) => integer(left(exchange)) === integer(right(exchange));
    case '-ne':
      return (exchange) => integer(left(exchange)) !== integer(right(exchange));
    case '-lt':
      return (exchange) => integer(left(exchange)) < integer(right(exchange));
    case '-le':
      return (exchange) => integer(left(exchange)) <= integer(right(exchange));
    case '-gt':
      return (exchange) => integer(left(exchange)) > integer(right(exchange));
    case '-ge':
      return (exchange) => integer(left(exchange)) >= integer(right(exchange));
  }
}

/** The number a text starts with, as C's strtol reads it; 0 without one, and the nearest there is beyond 64 bits. */
function integer(text: string): bigint {
  const digits = /^[\t-\r ]*([+-]?\d+)/.exec(text)?.[1];
  if (digits === undefined) return 0n;
  const value = BigInt(digits.replace('+', ''));
  if (value > 0x7fffffffffffffffn) return 0x7fffffffffffffffn;
  return value < -0x8000000000000000n ? -0x8000000000000000n : value;
}

/** A pattern without groups leaves the groups of an earlier one alone. */
function compileMatch({ negated, subject, regex }: BooleanExpression & { kind: 'match' }): Test {
  const word = compileWord(subject);
  const compiled = compileRegex(regex);
  if (compiled.groups === 0) return (exchange) => compiled.test(word(exchange)) !== negated;
  return (exchange) => {
    const groups = compiled.exec(word(exchange));
    exchange.groups = groups ?? failedGroups;
    return (groups !== undefined) !== negated;
  };
}

function compileIn({ subject, list }: BooleanExpression & { kind: 'in' }): Test {
  const needle = compileWord(subject);
  const words = list.kind === 'words' ? list.words.map(compileWord) : unchecked(list.kind);
  return (exchange) => {
    const wanted = needle(exchange);
    for (const word of words) if (word(exchange) === wanted) return true;
    return false;
  };
}

function compileUnary({ operator, operand }: BooleanExpression & { kind: 'unary' }): Test {
  const word = compileWord(operand);
  switch (knownUnary(operator) ?? unchecked(operator)) {
    case 'n':
      return (exchange) => word(exchange) !== '';
    case 'z':
      return (exchange) => word(exchange) === '';
    case 'T':
      return (exchange) => !/^(?:|0|off|no|false)$/i.test(word(exchange));
    case 'R': {
      const range = addressRange(operand.kind === 'literal' ? operand.value : '') ?? unchecked(operator);
      return ({ connection }) => {
        const address = remoteAddress(connection);
        return address !== undefined && isInRange(range, address);
      };
    }
  }
}

function compileBinary({ operator, left, right }: BooleanExpression & { kind: 'binary' }): Test {
  const known = knownBinary(operator) ?? unchecked(operator);
  const [subject, pattern] = [compileWord(left), compileWord(right)];
  if (known === 'ipmatch') {
    const range = addressRange(right.kind === 'literal' ? right.value : '') ?? unchecked(operator);
    return (exchange) => {
      const address = parseAddress(subject(exchange));
      return address !== undefined && isInRange(range, address);
    };
  }
  const options = { pathname: known === 'fnmatch', caseless: known === 'strcmatch' };
  if (right.kind === 'literal') {
    const matches = wildcardMatcher(right.value, options);
    return (exchange) => matches(subject(exchange));
  }
  return (exchange) => {
    const text = subject(exchange);
    return wildcardMatcher(pattern(exchange), options)(text);
  };
}

function compileWord(word: WordExpression): Word {
  switch (word.kind) {
    case 'literal':
      return () => word.value;
    case 'variable': {
      const read = variableReaders[knownVariable(word.name) ?? unchecked(word.name)];
      return (exchange) => read(exchange) ?? '';
    }
    case 'call': {
      const body = functionBodies[knownFunction(word.name) ?? unchecked(word.name)];
      const argument = compileWord(word.argument);
      return (exchange) => body(argument(exchange), exchange) ?? '';
    }
    case 'backreference':
      return (exchange) => exchange.groups[word.index] ?? '';
    case 'concatenation':
      return concatenation(word.parts.map(compileWord));
    default:
      return unchecked('a word');
  }
}

function concatenation(parts: readonly Word[]): Word {
  return (exchange) => {
    let text = '';
    for (const part of parts) text += part(exchange);
    return text;
  };
}
