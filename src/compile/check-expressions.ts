import type { Bound } from '../bind/bound.js';
import { expressionProblem } from '../ruleset/expression-support.js';
import { expressionsIn } from '../ruleset/expressions-in.js';
import type { To } from './lowering.js';

/** Refuses expressions with names that do not exist, in httpd's words, and what is not served in ours. */
export function checkExpressions(item: Bound, to: To): void {
  for (const expression of expressionsIn(item.args)) {
    const problem = expressionProblem(expression);
    if (!problem) continue;
    if (problem.kind === 'invalid') to.problem(prefixOf(item) + problem.message);
    else to.unserved(problem.message, 'write the expression without it');
  }
}

const prefixes: Readonly<Record<string, string>> = {
  If: 'Cannot parse condition clause: ',
  ElseIf: 'Cannot parse condition clause: ',
  Require: 'Cannot parse expression in require line: ',
  ErrorDocument: 'Cannot parse expression in ErrorDocument: ',
  ForceType: "Can't parse expression : ",
  SetHandler: "Can't parse expression : ",
  Header: "Can't parse value expression : ",
  RequestHeader: "Can't parse value expression : ",
};

/** What httpd says in front of its parser's words. */
function prefixOf({ name, at }: Bound): string {
  const known = Object.hasOwn(prefixes, name) ? prefixes[name] : undefined;
  if (known !== undefined) return known;
  const first = at.args.words[0]?.value ?? '';
  if (name === 'SetEnvIfExpr') return `Could not parse expression "${first}": `;
  return `Cannot parse expression '${first}' in ${name}: `;
}
