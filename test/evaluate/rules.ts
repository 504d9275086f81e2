import type { MethodSet, Requirement, Rule } from '../../src/ruleset/mod_authz_core.js';
import { nowhere } from './build.js';

/** A Require line. */
export const require = (
  test: Requirement,
  options: { negated?: boolean; methods?: MethodSet } = {},
): Rule => ({
  kind: 'require',
  negated: options.negated ?? false,
  test,
  ...(options.methods && { methods: options.methods }),
  from: nowhere,
});
/** A RequireAll, RequireAny or RequireNone. */
export const container = (kind: 'all' | 'any' | 'none', ...rules: Rule[]): Rule => ({
  kind,
  negated: false,
  rules,
  from: nowhere,
});

export const granted = require({ provider: 'all', granted: true });
export const denied = require({ provider: 'all', granted: false });
