import type { ModuleChecks } from './check.js';

/** What mod_userdir refuses. */
export const userdirChecks: ModuleChecks = {
  UserDir: ({ args }) => (args.words[0]?.value ? undefined : { problem: 'UserDir requires an argument.' }),
};
