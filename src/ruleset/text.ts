import type { BooleanExpression, WordExpression } from '../syntax/expression.js';

/** A value that is either plain text or computed for each request by an Apache expression. */
export type TextOrExpression = string | { readonly expression: WordExpression };

/** A condition with the text it was written as. */
export interface Condition {
  readonly text: string;
  readonly expression: BooleanExpression;
}

/** A PCRE pattern as written. */
export interface Regex {
  readonly pattern: string;
  /** Any of `i`, `m`, `s`. */
  readonly flags: string;
}
