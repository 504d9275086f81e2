import { expressionProblem } from '../ruleset/expression-support.js';
import type { Condition, TextOrExpression } from '../ruleset/text.js';
import type { BooleanExpression, WordExpression } from '../syntax/expression.js';
import type { Exchange } from './exchange.js';
import { type Answers, beginRun, endRun, endWatch, type Look, watchReads } from './expression-run.js';
import { compileTest, type Test } from './expression-test.js';
import { compileWord, type Word } from './expression-word.js';
import { finishVary, startVary } from './vary.js';

/** Why an expression has no result. */
export interface ExpressionError {
  readonly problem: string;
}

/** The groups before any pattern with groups was tried. */
export const noGroups: readonly (string | undefined)[] = Object.freeze([]);

interface Compiled<T> {
  readonly run: (exchange: Exchange) => T;
  readonly problem: string | undefined;
}

const conditions = new WeakMap<BooleanExpression, Compiled<boolean>>();
const texts = new WeakMap<WordExpression, Compiled<string>>();

/** Compiles a condition; each expression object once. One that cannot be run at all has a problem instead. */
export function compileCondition(expression: BooleanExpression): Compiled<boolean> {
  const known = conditions.get(expression);
  if (known) return known;
  const compiled = compile<boolean>(expression, () => compileTest(expression, 0));
  conditions.set(expression, compiled);
  return compiled;
}

/** Compiles a text with variables; each expression object once. */
export function compileText(expression: WordExpression): Compiled<string> {
  const known = texts.get(expression);
  if (known) return known;
  const compiled = compile<string>(expression, () => compileWord(expression, 0));
  texts.set(expression, compiled);
  return compiled;
}

function compile<T>(expression: BooleanExpression | WordExpression, build: () => Test | Word): Compiled<T> {
  const problem = expressionProblem(expression)?.message;
  const run = problem === undefined ? build() : () => '';
  return { run: run as (exchange: Exchange) => T, problem };
}

/**
 * Tries to evaluate a condition with what was looked up so far; `look` in the result is what is missing. Sets the exchange's groups
 * and, with a result, its Vary field. `groups` are those of a pattern that was tried before.
 */
export function attemptCondition(
  { expression, text }: Condition,
  exchange: Exchange,
  answers: Answers | undefined,
  groups = noGroups,
): boolean | ExpressionError | Look {
  const compiled = compileCondition(expression);
  if (compiled.problem !== undefined) return { problem: compiled.problem };
  exchange.groups = groups;
  startVary();
  beginRun(answers);
  const { wantsSteps } = exchange.recorder;
  if (wantsSteps) watchReads();
  const result = compiled.run(exchange);
  const read = wantsSteps ? endWatch() : undefined;
  const { missing, problem } = endRun();
  if (missing) return missing;
  if (problem !== undefined) return { problem };
  if (read) exchange.recorder.step({ step: 'expression', text, result, read });
  finishVary(exchange);
  return result;
}

/** Whether a condition holds for a request; for places where nothing can be looked up that takes time. */
export function evaluateCondition(condition: Condition, exchange: Exchange): boolean | ExpressionError {
  const result = attemptCondition(condition, exchange, undefined);
  if (typeof result === 'boolean' || 'problem' in result) return result;
  return { problem: `what ${result.of} leads to cannot be looked up here` };
}

/** The value of a text for a request; `undefined`, with a line in the log that begins with `code` and `words`, when it has none. */
export function computedText(
  text: TextOrExpression,
  exchange: Exchange,
  code: string,
  words: string,
): string | undefined {
  const value = evaluateText(text, exchange);
  if (typeof value === 'string') return value;
  exchange.recorder.log('error', code, `${words}: ${value.problem}`);
  return undefined;
}

/** The value of a text for a request. */
export function evaluateText(text: TextOrExpression, exchange: Exchange): string | ExpressionError {
  if (typeof text === 'string') return text;
  const compiled = compileText(text.expression);
  if (compiled.problem !== undefined) return { problem: compiled.problem };
  exchange.groups = noGroups;
  beginRun(undefined);
  const { wantsSteps } = exchange.recorder;
  if (wantsSteps) watchReads();
  const result = compiled.run(exchange);
  if (wantsSteps) exchange.recorder.step({ step: 'expression', result, read: endWatch() });
  const { problem } = endRun();
  return problem === undefined ? result : { problem };
}
