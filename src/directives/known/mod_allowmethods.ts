import type { ModuleChecks } from './check.js';

/** What mod_allowmethods checks of its directive's arguments, apart from methods' names: those depend on what was named before. */
export const allowmethodsChecks: ModuleChecks = {
  AllowMethods: (_, words) =>
    words.length === 0 ? { problem: "AllowMethods: No method or 'reset' keyword given" } : undefined,
};
