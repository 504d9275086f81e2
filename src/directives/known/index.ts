import type { ModuleChecks } from './check.js';

/** What modules that are not served check of their arguments, by the module's source name. */
export const moduleChecks: Readonly<Record<string, ModuleChecks>> = {};
