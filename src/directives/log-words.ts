import {
  type ArgumentInput,
  type ArgumentProblem,
  type ArgumentShape,
  oneOrTwo,
  refined,
  text,
  words,
} from './args.js';
import { condition, refusedIn } from './expression.js';
import { errorFormatProblem, logFormatProblem } from './log-format.js';

const formatProblem = (format: string, { isLoaded }: ArgumentInput): string | undefined =>
  logFormatProblem(format, isLoaded('mod_ssl'));

const formatWords = oneOrTwo('a log format string (see docs) and an optional format name', text, text);

/** LogFormat: the form of a line, perhaps under a name. */
export const logFormat = refined(formatWords, (value, input) => {
  const problem = formatProblem(value[0], input);
  return problem === undefined ? { value } : { problem, word: input.args.words[0]! };
});

/** CustomLog and GlobalLog: a file, a form or the name of one, and a condition. */
export function customLog(usage: string): ArgumentShape<readonly string[]> {
  return refined(words('two-or-three', usage), (value, input) => {
    const [, format = '', clause] = value;
    const wrong = clause === undefined ? undefined : clauseProblem(input, clause);
    if (wrong) return wrong;
    const problem = formatProblem(format, input);
    return problem === undefined ? { value } : { problem, word: input.args.words[1]! };
  });
}

function clauseProblem(input: ArgumentInput, clause: string): ArgumentProblem | undefined {
  const word = input.args.words[2]!;
  if (/^env=/i.test(clause))
    return /^env=!?$/i.test(clause) ? { problem: 'missing environment variable name', word } : undefined;
  if (!/^expr=/i.test(clause)) return { problem: 'error in condition clause', word };
  const written = clause.slice('expr='.length);
  if (written === '') return { problem: 'missing condition', word };
  const parsed = condition(written, input.isLoaded);
  return 'problem' in parsed ? refusedIn(word, written, '', parsed) : undefined;
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
