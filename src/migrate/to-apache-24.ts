import { accessChanges } from './access/access.js';
import { branchChanges } from './access/branches.js';
import { accessChoices } from './access/choices.js';
import { changedDefaultNotes } from './leftovers/changed-defaults.js';
import { defaultOptions } from './leftovers/default-options.js';
import { leftoverChanges } from './leftovers/leftovers.js';
import type { Migration } from './migration.js';

/** Rewrites what httpd 2.2 had and 2.4 has otherwise. */
export const toApache24: Migration = {
  target: '2.4',
  summary: 'Order, Allow, Deny, Satisfy and other lines of httpd 2.2, to Require and what 2.4 has',
  choices: accessChoices,
  // Who may depends on where a macro is used.
  inMacros: leftoverChanges,
  changes(site, choices) {
    const branches = branchChanges(site);
    // What holds can be told once there is one dialect.
    if (branches.length > 0) return branches;
    const access = accessChanges(site, choices);
    return [...access, ...leftoverChanges(site), ...defaultOptions(site), ...changedDefaultNotes(site)];
  },
};
