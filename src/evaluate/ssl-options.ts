import type { SslOption, SslOptionsSetting, SslSettings } from '../ruleset/mod_ssl.js';
import type { Origins } from '../ruleset/origin.js';

const none: SslOptionsSetting = { options: [], add: [], remove: [], relative: true };

/** mod_ssl's settings of a section over those before it (`ssl_config_perdir_merge`); origins are merged by the caller. */
export function mergeSsl(base: SslSettings, add: SslSettings, from: { from?: Origins }): SslSettings {
  const requirements = [...(base.requirements ?? []), ...(add.requirements ?? [])];
  return {
    ...base,
    ...add,
    options: mergeOptions(base.options ?? none, add.options ?? none),
    ...(requirements.length > 0 ? { requirements } : {}),
    ...from,
  };
}

/** Signed options change the outer ones; a section with one that has no sign has options of its own. */
function mergeOptions(base: SslOptionsSetting, over: SslOptionsSetting): SslOptionsSetting {
  if (!over.relative) return over;
  const add = union(without(base.add, over.remove), over.add);
  const remove = union(without(base.remove, over.add), over.remove);
  return { options: union(without(base.options, remove), add), add, remove, relative: base.relative };
}

const without = (list: readonly SslOption[], taken: readonly SslOption[]): readonly SslOption[] =>
  list.filter((each) => !taken.includes(each));

const union = (first: readonly SslOption[], second: readonly SslOption[]): readonly SslOption[] => [
  ...first,
  ...without(second, first),
];

/** Whether an option is in force. */
export function hasOption(settings: SslSettings | undefined, option: SslOption): boolean {
  return settings?.options?.options.includes(option) === true;
}
