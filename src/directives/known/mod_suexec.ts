import type { ModuleChecks } from './check.js';

const program = '/usr/lib/apache2/suexec';

/** What mod_suexec refuses: where the program is missing it cannot work. */
export const suexecChecks: ModuleChecks = {
  SuexecUserGroup: ({ machine }) =>
    machine.kindOf(program) === 'nothing'
      ? {
          problem: `SuexecUserGroup configured, but suEXEC is disabled: Missing suexec binary ${program}`,
          missingHere: true,
        }
      : undefined,
};
