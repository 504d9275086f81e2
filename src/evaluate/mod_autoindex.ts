import type { AutoindexSettings, IndexOption, IndexOptionsSetting } from '../ruleset/mod_autoindex.js';

/** An inner section's settings over the outer ones: its lists come first. */
export function mergeAutoindex(base: AutoindexSettings, add: AutoindexSettings): AutoindexSettings {
  const lists = {
    icons: [...(add.icons ?? []), ...(base.icons ?? [])],
    alts: [...(add.alts ?? []), ...(base.alts ?? [])],
    descriptions: [...(add.descriptions ?? []), ...(base.descriptions ?? [])],
    ignored: [...(add.ignored ?? []), ...(add.ignoreAfresh ? [] : (base.ignored ?? []))],
  };
  const origins = base.from || add.from ? { from: Object.freeze({ ...base.from, ...add.from }) } : {};
  const { ignoreAfresh: _outer, ...inherited } = base;
  const options = mergeOptions(base.options ?? nothing, add.options ?? nothing);
  return { ...inherited, ...add, ...lists, options, ...origins };
}

const nothing: IndexOptionsSetting = { add: [], remove: [] };

/** Options without signs replace all that was inherited, and then those with signs beside them count for nothing. */
function mergeOptions(base: IndexOptionsSetting, add: IndexOptionsSetting): IndexOptionsSetting {
  if (add.none) return { none: true, add: [], remove: [] };
  if (add.set) return { set: add.set, add: [], remove: [] };
  const added = [...base.add, ...add.add].filter((each) => !add.remove.includes(each));
  const removed = [...base.remove, ...add.remove];
  const set = [...(base.set ?? []), ...added].filter((each) => !removed.includes(each));
  return { ...(base.set || set.length > 0 ? { set } : {}), add: added, remove: removed };
}

/** The options in force. */
export function indexOptionsOf(settings: AutoindexSettings): Set<IndexOption> {
  const { set = [], add, remove } = settings.options ?? nothing;
  return new Set([...set, ...add].filter((each) => !remove.includes(each)));
}
