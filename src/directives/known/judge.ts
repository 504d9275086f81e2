import type { ArgumentInput, ArgumentProblem } from '../args.js';
import type { PathKind } from '../machine.js';
import type { ArgumentCheck } from './check.js';
import { int32Of } from './numbers.js';

/** Judges one word: httpd's words about what is wrong with it, or undefined. `name` is the directive's. */
export type Judge = (value: string, name: string) => string | undefined;

/** Judges the word at a position, if there is one. */
export const nth =
  (index: number, judge: Judge): ArgumentCheck =>
  (input, words) => {
    const value = words[index];
    const problem = value === undefined ? undefined : judge(value, input.name);
    return problem === undefined ? undefined : at(input, index, problem);
  };

/** Judges the first word. */
export const first = (judge: Judge): ArgumentCheck => nth(0, judge);

/** Judges each word, as httpd's ITERATE does. */
export const each =
  (judge: Judge): ArgumentCheck =>
  (input, words) => {
    for (const [index, value] of words.entries()) {
      const problem = judge(value, input.name);
      if (problem !== undefined) return at(input, index, problem);
    }
    return undefined;
  };

/** The first problem that one of the checks finds. */
export const all =
  (...checks: readonly ArgumentCheck[]): ArgumentCheck =>
  (input, words) => {
    for (const check of checks) {
      const problem = check(input, words);
      if (problem) return problem;
    }
    return undefined;
  };

/** A problem at the word with this position, or at all of the arguments where there is none. */
export function at(input: ArgumentInput, index: number, problem: string): ArgumentProblem {
  const word = input.args.words[index];
  return word ? { problem, word } : { problem };
}

/** One of a few words; `exact` where httpd minds the case. */
export const oneOf =
  (
    choices: readonly string[],
    problem: string | ((value: string, name: string) => string),
    exact?: 'exact',
  ): Judge =>
  (value, name) => {
    const found = choices.some((choice) =>
      exact ? choice === value : choice.toLowerCase() === value.toLowerCase(),
    );
    if (found) return undefined;
    return typeof problem === 'string' ? problem : problem(value, name);
  };

/** A number read as C's `atoi` does, within bounds. */
export const between =
  (least: number, most: number, problem: string | ((value: string, name: string) => string)): Judge =>
  (value, name) => {
    const number = atoi(value);
    if (number >= least && number <= most) return undefined;
    return typeof problem === 'string' ? problem : problem(value, name);
  };

/** A number not below a bound. */
export const atLeast = (least: number, problem: string | ((value: string, name: string) => string)): Judge =>
  between(least, Number.POSITIVE_INFINITY, problem);

/** C's `atoi` on a machine with 32-bit integers: larger numbers lose their upper half. */
export const atoi = int32Of;

/** A path that must lead to something on this machine; `kinds` are the good ones. */
export const existing =
  (
    index: number,
    kinds: readonly PathKind[],
    problem: (path: string, name: string, words: readonly string[]) => string,
    pathOf: (word: string) => string | undefined = (word) => word,
  ): ArgumentCheck =>
  (input, words) => {
    const path = pathOf(words[index] ?? '');
    if (path === undefined || kinds.includes(input.machine.kindOf(path))) return undefined;
    const said = problem(input.machine.resolve(path), input.name, words);
    return { ...at(input, index, said), missingHere: true };
  };

/** Everything there is, whatever it is. */
export const anything: readonly PathKind[] = ['file', 'empty', 'folder', 'other'];

/** A file that is read at once must be there and be one; what is in it is not looked at. */
export const unreadable: ArgumentCheck = (input, [path = '']) => {
  const kind = input.machine.kindOf(path);
  if (
    kind === 'file' ||
    kind === 'empty' ||
    (kind === 'other' && input.machine.resolve(path) === '/dev/null')
  )
    return undefined;
  const why = kind === 'nothing' ? 'No such file or directory' : 'Bad file descriptor';
  const said = `${input.name}: Could not open file ${input.machine.resolve(path)}: ${why}`;
  return { ...at(input, 0, said), missingHere: true };
};
