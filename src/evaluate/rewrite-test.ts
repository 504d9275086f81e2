import { int32Of } from '../directives/known/numbers.js';
import type { RewriteCondition, RewriteTest } from '../ruleset/mod_rewrite.js';
import { compileRegex } from '../ruleset/regex.js';
import { judgeCondition, lookUp } from './look-up.js';
import type { Evaluation } from './need.js';
import { expand } from './rewrite-expand.js';
import { mayLookAhead } from './rewrite-variables.js';
import type { Rewriting } from './rewriting.js';

/** Whether all conditions of a rule hold; of those that OR joins one is enough. */
export function* conditionsHold(
  conditions: readonly RewriteCondition[],
  rewriting: Rewriting,
): Evaluation<boolean> {
  for (let at = 0; at < conditions.length; at++) {
    const condition = conditions[at]!;
    const holds = yield* conditionHolds(condition, rewriting);
    if (condition.noVary) rewriting.seen.length = 0;
    if (!holds && !condition.orNext) return false;
    if (!holds) {
      rewriting.seen.length = 0;
      continue;
    }
    while (conditions[at]?.orNext) at++;
    rewriting.varies.push(...rewriting.seen.splice(0));
  }
  return true;
}

function* conditionHolds(condition: RewriteCondition, rewriting: Rewriting): Evaluation<boolean> {
  const { test, negated, text } = condition;
  if (test.kind === 'expression') return (yield* expressionHolds(condition, test, rewriting)) !== negated;
  const input = yield* expand(text, rewriting);
  if (test.kind !== 'pattern') return (yield* testHolds(test, input, rewriting)) !== negated;
  const groups = compileRegex(test.regex).exec(input);
  if (groups && !negated) rewriting.conditionGroups = groups;
  return (groups !== undefined) !== negated;
}

function* testHolds(
  test: Exclude<RewriteTest, { kind: 'pattern' | 'expression' }>,
  input: string,
  rewriting: Rewriting,
): Evaluation<boolean> {
  switch (test.kind) {
    case 'path':
      return pathIs(test.is, input, rewriting);
    case 'served': {
      const { exchange, lookUps } = rewriting;
      if (input === '' || !mayLookAhead(exchange)) return false;
      return yield* lookUp({ look: test.as, of: input }, exchange, lookUps);
    }
    case 'number':
      return comparisons[test.operator](int32Of(input) - test.number);
    case 'text':
      return comparisons[test.operator](textOrder(test, input));
  }
}

type PathTest = (RewriteTest & { kind: 'path' })['is'];

function pathIs(is: PathTest, path: string, { exchange }: Rewriting): boolean {
  if (path === '' || path.includes('\0')) return false;
  const { machine } = exchange.program.surroundings;
  const facts = machine.look(path.startsWith('/') ? path : `/${path}`, is === 'link');
  if (!facts) return false;
  if (is === 'executable') return facts.executable;
  if (is === 'folder') return facts.kind === 'directory';
  if (is === 'link') return facts.kind === 'link';
  return facts.kind === 'file' && (is === 'file' || facts.size > 0);
}

const comparisons = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '=': (order: number) => order === 0,
  '>=': (order: number) => order >= 0,
  '>': (order: number) => order > 0,
} as const;

/** The longer text is the greater one, unless case does not count. */
function textOrder({ text, ignoreCase }: RewriteTest & { kind: 'text' }, input: string): number {
  if (ignoreCase) return byteOrder(lower(input), lower(text));
  return input.length === text.length ? byteOrder(input, text) : input.length - text.length;
}

const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function byteOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function* expressionHolds(
  { negated, noVary }: RewriteCondition,
  { condition }: RewriteTest & { kind: 'expression' },
  rewriting: Rewriting,
): Evaluation<boolean> {
  const { exchange, lookUps } = rewriting;
  const before = exchange.responseFields.get('Vary');
  const holds = yield* judgeCondition(condition, exchange, lookUps);
  if (noVary && exchange.responseFields.get('Vary') !== before) {
    exchange.responseFields.unset('Vary');
    if (before !== undefined) exchange.responseFields.set('Vary', before);
  }
  if (holds !== true) return false;
  if (!negated) rewriting.conditionGroups = exchange.groups;
  return true;
}
