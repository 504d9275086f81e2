import type { BooleanExpression, WordExpression } from '../syntax/expression.js';
import { parseCondition, parseStringExpression } from '../syntax/parse-expression.js';

/** A condition with the text it was written as. */
export interface ConditionArgument {
  readonly text: string;
  readonly expression: BooleanExpression;
}

/** Text that is the same for every request, or computed for each. */
export type TextArgument = string | { readonly expression: WordExpression };

type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** Parses a condition; `problem` is httpd's own words for what is wrong with it, without what it was parsed for. */
export function condition(text: string): Parsed<ConditionArgument> {
  const { value, error } = parseCondition(text);
  return error ? { problem: error.message } : { value: { text, expression: value } };
}

/** Parses text that may hold `%{…}`. */
export function textOrExpression(text: string): Parsed<TextArgument> {
  if (!/[%\\$]/.test(text)) return { value: text };
  const { value, error } = parseStringExpression(text);
  if (error) return { problem: error.message };
  return { value: value.kind === 'literal' ? value.value : { expression: value } };
}
