import { compileRegex, regexProblem } from '../ruleset/regex.js';
import { lookUpPath } from './look-up.js';
import type { Evaluation } from './need.js';
import { lookUps } from './request.js';
import { type LegacyNode, type LegacyProblem, legacyTree } from './ssi-legacy-tree.js';
import { filled, type SsiPage, tell } from './ssi-page.js';

/** Whether a condition in the grammar of httpd 2.2 holds (SSILegacyExprParser); `undefined`, with a line in the log, when it is none. */
export function* judgeLegacy(page: SsiPage, text: string): Evaluation<boolean | undefined> {
  const tree = legacyTree(text);
  if (tree === undefined) return false;
  const run: Run = { page, patterns: 'problem' in tree ? 0 : countPatterns(tree) };
  const result = 'problem' in tree ? tree : yield* value(run, tree);
  if (typeof result === 'boolean') return result;
  tell(page, 'error', result.code, `${result.problem}: "${text}"`);
  return undefined;
}

/** While patterns are left to try, both sides of and and or are looked at. */
interface Run {
  readonly page: SsiPage;
  patterns: number;
}

type Result = boolean | LegacyProblem;

const problem = (code: string, words = 'Invalid expression'): LegacyProblem => ({ code, problem: words });

function countPatterns(node: LegacyNode | undefined): number {
  if (!node) return 0;
  return (node.kind === 'pattern' ? 1 : 0) + countPatterns(node.left) + countPatterns(node.right);
}

function* value(run: Run, node: LegacyNode): Evaluation<Result> {
  switch (node.kind) {
    case 'string':
      return filled(run.page, node.text) !== '';
    case 'and':
    case 'or':
      return yield* joined(run, node);
    case 'not':
    case 'group': {
      const inner = node.right ? yield* value(run, node.right) : true;
      return typeof inner === 'boolean' && node.kind === 'not' ? !inner : inner;
    }
    case '=':
    case '!=':
      return equals(run, node);
    case 'access':
      return yield* access(run.page, node);
    case 'pattern':
      return problem('AH03190', 'No operator before regex in expr');
    case '(':
      return problem('AH03191', "Unmatched '('");
    case ')':
      return problem('AH03192', 'internal parser error');
    default:
      return ordered(run.page, node);
  }
}

function* joined(run: Run, { kind, left, right }: LegacyNode): Evaluation<Result> {
  if (!left || !right) return problem('AH01332');
  const first = yield* value(run, left);
  if (typeof first !== 'boolean') return first;
  if (run.patterns === 0 && first === (kind === 'or')) return first;
  const second = yield* value(run, right);
  if (typeof second !== 'boolean') return second;
  return kind === 'and' ? first && second : first || second;
}

function equals(run: Run, { kind, left, right }: LegacyNode): Result {
  if (left?.kind !== 'string' || (right?.kind !== 'string' && right?.kind !== 'pattern'))
    return problem('AH01333');
  const one = filled(run.page, left.text);
  const other = filled(run.page, right.text);
  const same = right.kind === 'pattern' ? matches(run, one, other) : one === other;
  return same === (kind === '=');
}

/** A pattern that is none counts as one that matches, as in httpd. */
function matches(run: Run, text: string, pattern: string): boolean {
  run.patterns--;
  const regex = { pattern, flags: '' };
  const wrong = regexProblem(regex);
  if (wrong !== undefined) {
    tell(run.page, 'error', 'AH02667', `unable to compile pattern "${pattern}"`);
    return true;
  }
  const groups = compileRegex(regex).exec(text);
  run.page.match = groups ? { groups, named: groups.length - 1, pattern } : undefined;
  return groups !== undefined;
}

function ordered(page: SsiPage, { kind, left, right }: LegacyNode): Result {
  if (left?.kind !== 'string' || right?.kind !== 'string') return problem('AH01334');
  const one = filled(page, left.text);
  const other = filled(page, right.text);
  if (kind === '>=') return one >= other;
  if (kind === '<=') return one <= other;
  return kind === '>' ? one > other : one < other;
}

function* access(page: SsiPage, { left, right }: LegacyNode): Evaluation<Result> {
  if (left || (right?.kind !== 'string' && right?.kind !== 'pattern'))
    return problem('AH01335', "Token '-A' must be followed by a URI string");
  const { status } = yield* lookUpPath(filled(page, right.text), page.exchange, lookUps);
  return status < 400;
}
