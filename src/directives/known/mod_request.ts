import type { ModuleChecks } from './check.js';
import { first } from './judge.js';
import { longNumber } from './numbers.js';

/** What mod_request checks of its directive's argument. */
export const requestChecks: ModuleChecks = {
  KeptBodySize: first((value) => {
    const { value: size, rest, tooLarge } = longNumber(value);
    return rest === '' && size >= 0n && !tooLarge
      ? undefined
      : 'KeptBodySize must be a valid size in bytes, or zero.';
  }),
};
