import type { Bound } from '../bind/bound.js';
import { expressionProblem } from '../ruleset/expression-support.js';
import { expressionsIn } from '../ruleset/expressions-in.js';
import type { To } from './lowering.js';

/** Refuses what httpd would evaluate and kerbgate does not; names and forms were judged by binding. */
export function checkExpressions(item: Bound, to: To): void {
  for (const expression of expressionsIn(item.args)) {
    const problem = expressionProblem(expression);
    if (problem) to.unserved(problem.message, 'write the expression without it');
    if (headers.has(item.name) && looksElsewhere(expression))
      to.unserved(
        `-F, -U and -A are not served in ${item.name}`,
        `set a variable with SetEnvIfExpr and that condition, and write env=NAME here`,
      );
  }
}

/** Where answers must be at hand at once. */
const headers: ReadonlySet<string> = new Set(['Header', 'RequestHeader']);

function looksElsewhere(expression: unknown): boolean {
  const open: unknown[] = [expression];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const { kind, operator } = node as { readonly kind?: unknown; readonly operator?: unknown };
    if (kind === 'unary' && typeof operator === 'string' && /^[FUA]$/.test(operator)) return true;
    for (const inside of Object.values(node)) open.push(inside);
  }
  return false;
}
