import type { ArgumentCheck } from './check.js';

/** A query needs the module that speaks to databases. */
export const query =
  (what: string): ArgumentCheck =>
  ({ isLoaded }) =>
    isLoaded('mod_dbd') ? undefined : { problem: `You must load mod_dbd to enable ${what} functions` };
