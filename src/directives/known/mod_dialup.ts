import type { ModuleChecks } from './check.js';
import { first, oneOf } from './judge.js';

/** What mod_dialup refuses. */
export const dialupChecks: ModuleChecks = {
  ModemStandard: first(
    oneOf(
      ['V.21', 'V.26bis', 'V.32', 'V.34', 'V.92', 'i-was-rich-and-got-a-leased-line'],
      'mod_dialup: Unknown Modem Standard specified.',
    ),
  ),
};
