import type { BooleanExpression, WordExpression } from '../syntax/expression.js';

/** A condition with the text it was written as. */
export interface ConditionArgument {
  readonly text: string;
  readonly expression: BooleanExpression;
}

/** Text that is the same for every request, or computed for each. */
export type TextArgument = string | { readonly expression: WordExpression };

/** Parses a condition; `problem` is httpd's own words for what is wrong with it, without what it was parsed for. */
export function condition(
  _text: string,
): { readonly value: ConditionArgument } | { readonly problem: string } {
  throw new Error('the expression parser is not connected yet');
}

/** Parses text that may hold `%{…}`. */
export function textOrExpression(
  _text: string,
): { readonly value: TextArgument } | { readonly problem: string } {
  throw new Error('the expression parser is not connected yet');
}
