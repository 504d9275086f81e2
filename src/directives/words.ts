import type { WordType } from './args.js';
import { int32Of, longNumber, microsecondsOf } from './known/numbers.js';
import { flawOf } from './regex.js';

/** C's `atoi`: the leading integer of a word, or 0; of larger numbers the lower 32 bits. */
export const leadingInteger = int32Of;

/** A number read as `atoi` reads it, so that `60s` is 60 and `x` is 0; below `least` it is refused. */
export const leading =
  (least: number, problem: (value: string) => string): WordType<number> =>
  (value) => {
    const number = leadingInteger(value);
    return number < least ? { problem: problem(value) } : { value: number };
  };

/** Any number, read as `atoi` reads it. */
export const seconds: WordType<number> = (value) => ({ value: leadingInteger(value) });

/** Any number, read as `atol` reads it; what a double cannot hold is rounded. */
export const longSeconds: WordType<number> = (value) => ({ value: Number(longNumber(value).value) });

/** httpd's time parameters (`5`, `300ms`, `2min`) in milliseconds. */
export const interval =
  (unit: 's' | 'ms', problem: string): WordType<number> =>
  (value) => {
    const time = microsecondsOf(value, unit);
    return time === undefined ? { problem } : { value: Number(time) / 1000 };
  };

/** A pattern that PCRE would compile; the text stays as written. */
export const pattern =
  (problem: (name: string) => string): WordType<string> =>
  (value, name) => {
    const flaw = flawOf(value);
    return flaw === undefined ? { value } : { problem: problem(name), hint: flaw };
  };

/** One of a few spellings in any case, each with the value it stands for. */
export const keyword =
  <const T>(values: Readonly<Record<string, T>>, problem: string | ((name: string) => string)): WordType<T> =>
  (value, name) => {
    const found = Object.keys(values).find((key) => key.toLowerCase() === value.toLowerCase());
    if (found !== undefined) return { value: values[found] as T };
    return { problem: typeof problem === 'string' ? problem : problem(name) };
  };
