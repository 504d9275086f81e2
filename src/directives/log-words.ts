import {
  type ArgumentInput,
  type ArgumentProblem,
  type ArgumentShape,
  oneOrTwo,
  refined,
  text,
  words,
} from './args.js';
import { type ConditionArgument, condition, refusedIn } from './expression.js';
import { errorFormatProblem, logFormatProblem } from './log-format.js';

const formatProblem = (format: string, { isLoaded }: ArgumentInput): string | undefined =>
  logFormatProblem(format, isLoaded('mod_ssl'));

const formatWords = oneOrTwo('a log format string (see docs) and an optional format name', text, text);

/** LogFormat: the form of a line, perhaps under a name. */
export const logFormat = refined(formatWords, (value, input) => {
  const problem = formatProblem(value[0], input);
  return problem === undefined ? { value } : { problem, word: input.args.words[0]! };
});

/** A log of requests: where to, in which form, and of which requests. */
export interface CustomLogArgument {
  readonly target: string;
  readonly format?: string;
  readonly when?:
    | { readonly kind: 'env'; readonly name: string; readonly negated: boolean }
    | { readonly kind: 'expression'; readonly condition: ConditionArgument };
}

type Clause = NonNullable<CustomLogArgument['when']>;

/** CustomLog and GlobalLog: a file, a form or the name of one, and a condition. */
export function customLog(usage: string): ArgumentShape<CustomLogArgument> {
  return refined(words('two-or-three', usage), (value, input) => {
    const [target = '', format = '', written] = value;
    const clause = written === undefined ? undefined : clauseOf(input, written);
    if (clause && 'problem' in clause) return clause;
    const problem = formatProblem(format, input);
    if (problem !== undefined) return { problem, word: input.args.words[1]! };
    return { value: { target, format, ...(clause && { when: clause }) } };
  });
}

function clauseOf(input: ArgumentInput, clause: string): Clause | ArgumentProblem {
  const word = input.args.words[2]!;
  if (/^env=/i.test(clause)) {
    const [, sign, name = ''] = /^env=(!?)(.*)$/is.exec(clause) ?? [];
    if (name === '') return { problem: 'missing environment variable name', word };
    return { kind: 'env', name, negated: sign === '!' };
  }
  if (!/^expr=/i.test(clause)) return { problem: 'error in condition clause', word };
  const written = clause.slice('expr='.length);
  if (written === '') return { problem: 'missing condition', word };
  const parsed = condition(written, input.isLoaded);
  return 'problem' in parsed
    ? refusedIn(word, written, '', parsed)
    : { kind: 'expression', condition: parsed.value };
}

const errorWords = oneOrTwo('Format string for the ErrorLog', text, text);

/** ErrorLogFormat: a form, or what it is once for and a form. */
export const errorLogFormat = refined(errorWords, (value) => {
  const problem = errorProblem(...value);
  return problem === undefined ? { value } : { problem };
});

function errorProblem(first: string, second: string | undefined): string | undefined {
  if (second === undefined) return errorFormatProblem(first, 'line');
  return /^(?:connection|request)$/i.test(first)
    ? errorFormatProblem(second, 'once')
    : 'ErrorLogFormat type must be one of request, connection';
}
