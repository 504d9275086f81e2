import type { LintRule } from '../rule.js';
import { commentInRequire } from './comment-in-require.js';
import { errorPageProtected } from './error-page-protected.js';
import { ifmoduleName } from './ifmodule-name.js';
import { limitOpensMethods } from './limit-opens-methods.js';
import { passwordInClear } from './password-in-clear.js';
import { requireOr } from './require-or.js';
import { sectionDropsGssapi } from './section-drops-gssapi.js';
import { sessionNotOn } from './session-not-on.js';
import { setenvNoNegotiate } from './setenv-no-negotiate.js';
import { unusedDisable } from './unused-disable.js';

/** Every rule, sorted by id, one a line. */
export const lintRules: readonly LintRule[] = [
  commentInRequire,
  errorPageProtected,
  ifmoduleName,
  limitOpensMethods,
  passwordInClear,
  requireOr,
  sectionDropsGssapi,
  sessionNotOn,
  setenvNoNegotiate,
  unusedDisable,
];
