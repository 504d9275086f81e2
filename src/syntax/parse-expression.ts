import { parseConditionText, parsePlainText } from '../../grammar/expression.js';
import type { ExpressionError } from '../../grammar/expression-errors.js';
import type { BooleanExpression, WordExpression } from './expression.js';
import { type Mention, mentionsOf } from './expression-mentions.js';
import { readCondition, readParts } from './read-expression.js';

/**
 * Either the expression or httpd's words about why there is none, whose `offset` is a position in the expression's text; and the
 * names and patterns in it, as far as it was read.
 */
export type ParsedExpression<T> = { readonly mentions: readonly Mention[] } & (
  | { readonly value: T; readonly error?: never }
  | { readonly value?: never; readonly error: ExpressionError }
);

/**
 * The condition of `<If>`, `Require expr` and the like, whose quotes the caller has taken off. The names of variables,
 * functions and operators are not looked up, regular expressions not compiled: that is for who knows them.
 */
export function parseCondition(text: string): ParsedExpression<BooleanExpression> {
  const { node, error, naming } = parseConditionText(text);
  const mentions = mentionsOf(naming);
  return error ? { mentions, error } : { mentions, value: readCondition(node) };
}

/** A text with `%{…}` in it, as behind `expr=` (Header, RequestHeader) and in ErrorDocument. */
export function parseStringExpression(text: string): ParsedExpression<WordExpression> {
  const { node, error, naming } = parsePlainText(text);
  const mentions = mentionsOf(naming);
  return error ? { mentions, error } : { mentions, value: readParts(node.children.part ?? []) };
}
