import { expressionProblem } from '../ruleset/expression-support.js';
import type { Condition } from '../ruleset/text.js';
import type { BooleanExpression, ListExpression, WordExpression } from '../syntax/expression.js';
import { parseCondition } from '../syntax/parse-expression.js';

type Parsed = Condition | { readonly problem: string };

/** Pages are sent again and again; their conditions are parsed once. */
const known = new Map<string, Parsed>();
const mostKnown = 1000;
const longestKnown = 1000;

/** The condition of a page's element: what asks about files is not for pages, and `v` is a function that gives a variable. */
export function pageCondition(text: string): Parsed {
  const found = known.get(text);
  if (found) return found;
  const parsed = parse(text);
  if (known.size >= mostKnown) known.clear();
  if (text.length <= longestKnown) known.set(text, parsed);
  return parsed;
}

function parse(text: string): Parsed {
  const { value, error } = parseCondition(text);
  if (error) return { problem: error.message };
  const restricted = restrictedIn(value);
  if (restricted !== undefined) return { problem: `${restricted} not available in restricted context` };
  const expression = withoutV(value) as BooleanExpression;
  const problem = expressionProblem(expression);
  return problem ? { problem: problem.message } : { text, expression };
}

const restrictedOperators = new Set(['d', 'e', 'f', 's', 'L', 'h', 'x']);
const restrictedFunctions = new Set(['file', 'filesize']);

type Part = BooleanExpression | WordExpression | ListExpression;

/** The name of the first thing in an expression that pages may not use. */
function restrictedIn(part: Part): string | undefined {
  if (part.kind === 'unary' && restrictedOperators.has(part.operator)) return `-${part.operator}`;
  if (part.kind === 'call' && restrictedFunctions.has(part.name.toLowerCase())) return part.name;
  for (const inner of partsOf(part)) {
    const found = restrictedIn(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function partsOf(part: Part): readonly Part[] {
  return Object.values(part).flat().filter(isPart);
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** `v(name)` made `reqenv(name)`; of a digit it is the group. */
function withoutV(part: Part): Part {
  if (part.kind === 'call' && part.name.toLowerCase() === 'v') {
    const { argument } = part;
    if (argument.kind === 'literal' && /^\d$/.test(argument.value))
      return { kind: 'backreference', index: Number(argument.value) };
    return { kind: 'call', name: 'reqenv', argument: withoutV(argument) as WordExpression };
  }
  const entries = Object.entries(part).map(([key, value]): [string, unknown] => [key, rewritten(value)]);
  return Object.fromEntries(entries) as unknown as Part;
}

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  return isPart(value) ? withoutV(value) : value;
}
