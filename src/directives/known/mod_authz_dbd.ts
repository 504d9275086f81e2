import type { ModuleChecks } from './check.js';
import { query } from './sql-query.js';

/** What mod_authz_dbd checks of its directives' arguments. */
export const authzDbdChecks: ModuleChecks = {
  AuthzDBDQuery: query('AuthzDBD'),
  AuthzDBDRedirectQuery: query('AuthzDBD'),
};
