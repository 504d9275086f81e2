import type { BooleanExpression, WordExpression } from '../syntax/expression.js';

type Expression = BooleanExpression | WordExpression;

/** All conditions and computed texts inside a value: what stands under a key `expression` and has a kind. */
export function expressionsIn(value: unknown): readonly Expression[] {
  const found: Expression[] = [];
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Expression[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key in value) {
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    if (key === 'expression' && isExpression(inner)) found.push(inner);
    else collect(inner, found);
  }
}

/** The types of arguments and rulesets keep other things with a kind away from this key. */
function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
