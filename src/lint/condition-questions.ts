import { type Distinctions, noDistinctions } from '../diff/distinctions.js';
import { readExpression } from '../diff/read-expression.js';
import type { ConditionSection } from '../ruleset/ruleset.js';
import { addressIn } from './proofs.js';
import type { Question } from './server-view.js';

/** What differs from a plain request, so that a condition may hold for it. */
export interface ConditionQuestion extends Omit<Question, 'target'> {
  readonly query?: string;
}

const mostQuestions = 40;

/** Requests that a condition may hold for: for an Else or ElseIf those count that the conditions in front of it do not hold for. */
export function conditionQuestions(
  section: ConditionSection,
  all: readonly ConditionSection[],
): readonly ConditionQuestion[] {
  const told = noDistinctions();
  const chain = section.branch === 'if' ? [section] : all;
  for (const { condition } of chain) if (condition) readExpression(condition.expression, told);
  return combined(waysOf(told));
}

/** For each thing that requests are told apart by the ways it can be, as it is left out first. */
function waysOf({ methods, fields, queries, ranges, addresses, flags }: Distinctions): ConditionQuestion[][] {
  const named = [...fields].map(([name, values]) =>
    [...values].filter(isSendable).map((value): ConditionQuestion => ({ fields: [name, value] })),
  );
  const from = [...[...ranges].flatMap((range) => addressIn(range) ?? []), ...addresses];
  return [
    [...methods].map((method) => ({ method })),
    ...named,
    [...queries].filter((query) => /^[!-~]*$/.test(query)).map((query) => ({ query })),
    from.map((remoteAddress) => ({ remoteAddress })),
    flags.has('tls') ? [{ secure: true }, { secure: false }] : [],
    flags.has('files') ? [{ files: 'missing' as const }] : [],
  ].filter((ways) => ways.length > 0);
}

const isSendable = (value: string): boolean => value !== '' && /^[\x20-\x7e]+$/.test(value);

/** Each combination, with few changes first. */
function combined(ways: readonly (readonly ConditionQuestion[])[]): readonly ConditionQuestion[] {
  let questions: ConditionQuestion[] = [{}];
  for (const choices of ways) {
    const more = questions.flatMap((question) => choices.map((choice) => joined(question, choice)));
    questions = [...questions, ...more].slice(0, 4 * mostQuestions);
  }
  return questions.slice(0, mostQuestions);
}

const joined = (one: ConditionQuestion, other: ConditionQuestion): ConditionQuestion => ({
  ...one,
  ...other,
  ...((one.fields || other.fields) && { fields: [...(one.fields ?? []), ...(other.fields ?? [])] }),
});
