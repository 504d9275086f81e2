import type { ModuleChecks } from './check.js';
import { first, nth } from './judge.js';

/** What mod_actions refuses. */
export const actionsChecks: ModuleChecks = {
  Action: nth(2, (value) =>
    value.toLowerCase() === 'virtual' ? undefined : `unrecognized option '${value}'`,
  ),
  Script: first((method) => (method === 'TRACE' ? 'TRACE not allowed for Script' : undefined)),
};
