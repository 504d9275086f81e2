import type { ArgumentCheck } from './check.js';
import { at } from './judge.js';

/** The kind of a note that compressing filters leave, where it is written before the note's name. */
export const noteKind =
  (problem: (kind: string) => string): ArgumentCheck =>
  (input, [kind = '', name]) =>
    name === undefined || ['ratio', 'input', 'output'].includes(kind.toLowerCase())
      ? undefined
      : at(input, 0, problem(kind));
