import type { Allowance } from '../bind/options.js';
import type { OverrideSetting } from '../ruleset/core.js';

/** What AllowOverride and AllowOverrideList together admit; without any AllowOverride no class does. */
export function allowanceOf(
  override: OverrideSetting | undefined,
  list: readonly string[] | undefined,
): Allowance {
  const { classes = [], options, nonfatal = [] } = override ?? {};
  return {
    classes,
    ...(options && { options: new Set(options) }),
    names: new Set(list),
    passesForbidden: nonfatal.includes('Override'),
    passesUnknown: nonfatal.includes('Unknown'),
  };
}
