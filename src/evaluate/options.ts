import type { OptionName, OptionsSetting } from '../ruleset/core.js';
import type { Settings } from '../ruleset/ruleset.js';

/** Which symbolic links may be followed: any, those to files of the link's own owner, or none (Options). */
export type LinkRule = 'any' | 'owner' | 'never';

const byDefault: ReadonlySet<OptionName> = new Set(['FollowSymLinks']);
const known = new WeakMap<OptionsSetting, ReadonlySet<OptionName>>();

/** The options in force; httpd's own default is FollowSymLinks. */
export function optionsOf(settings: Settings): ReadonlySet<OptionName> {
  const setting = settings.core?.options;
  if (!setting) return byDefault;
  const cached = known.get(setting);
  if (cached) return cached;
  const options = new Set(setting.set ?? byDefault);
  for (const name of setting.add) options.add(name);
  for (const name of setting.remove) options.delete(name);
  known.set(setting, options);
  return options;
}

/** The rule for the links on the way to a file: that of the owner goes before the leave to follow any. */
export function symbolicLinkRule(settings: Settings): LinkRule {
  const options = optionsOf(settings);
  if (options.has('SymLinksIfOwnerMatch')) return 'owner';
  return options.has('FollowSymLinks') ? 'any' : 'never';
}

/** The rule for a file of a folder that was walked to before, where httpd turns it around. */
export function linkRule(settings: Settings): LinkRule {
  const options = optionsOf(settings);
  if (options.has('FollowSymLinks')) return 'any';
  return options.has('SymLinksIfOwnerMatch') ? 'owner' : 'never';
}
