import type { ArgumentInput } from '../args.js';
import { condition as parsedCondition, refusedIn, textOrExpression } from '../expression.js';
import type { ExpressionRefusal } from '../expression-check.js';
import type { ArgumentCheck } from './check.js';

type IsLoaded = ArgumentInput['isLoaded'];

/** httpd's words about a condition that it refuses, without what it was parsed for. */
export function conditionProblem(text: string, isLoaded: IsLoaded): string | undefined {
  return conditionRefusal(text, isLoaded)?.problem;
}

/** httpd's words about a text with variables that it refuses. */
export function textProblem(text: string, isLoaded: IsLoaded): string | undefined {
  return textRefusal(text, isLoaded)?.problem;
}

type Before = (written: string) => string;

/** The word at a position is a condition; `before` are httpd's words in front of what is wrong with it. */
export const condition = (index: number, before: Before): ArgumentCheck =>
  expression(index, before, conditionRefusal);

/** The word at a position is a text that may hold variables. */
export const text = (index: number, before: Before): ArgumentCheck => expression(index, before, textRefusal);

function expression(index: number, before: Before, refusalOf: typeof textRefusal): ArgumentCheck {
  return (input, words) => {
    const written = words[index];
    const refusal = written === undefined ? undefined : refusalOf(written, input.isLoaded);
    return refusal && refusedIn(input.args.words[index]!, written!, before(written!), refusal);
  };
}

function conditionRefusal(written: string, isLoaded: IsLoaded): ExpressionRefusal | undefined {
  const parsed = parsedCondition(written, isLoaded);
  return 'problem' in parsed ? parsed : undefined;
}

function textRefusal(written: string, isLoaded: IsLoaded): ExpressionRefusal | undefined {
  const parsed = textOrExpression(written, isLoaded);
  return 'problem' in parsed ? parsed : undefined;
}
