import type { ModuleChecks } from './check.js';
import { query } from './sql-query.js';

/** What mod_authn_dbd checks of its directives' arguments. */
export const authnDbdChecks: ModuleChecks = {
  AuthDBDUserPWQuery: query('AuthDBD'),
  AuthDBDUserRealmQuery: query('AuthDBD'),
};
