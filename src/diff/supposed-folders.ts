import type { Ruleset } from '../ruleset/ruleset.js';

/** Paths of the file system that are folders: what configurations name as such, and all that is above. */
export function folderNames(rulesets: readonly Ruleset[]): ReadonlySet<string> {
  const folders = new Set<string>();
  const add = (path: string): void => {
    for (
      let at = path.replace(/\/+$/, '');
      at !== '' && !folders.has(at);
      at = at.slice(0, at.lastIndexOf('/'))
    )
      folders.add(at);
  };
  for (const { host, virtualHosts } of rulesets) {
    for (const each of [host, ...virtualHosts]) {
      if (each.core.documentRoot !== undefined) add(each.core.documentRoot);
      for (const { match } of each.directories) if (match.kind === 'prefix') add(match.prefix);
      for (const { target, match, handler } of each.mod_alias.aliases)
        if (
          match.kind === 'prefix' &&
          (target.endsWith('/') || !(handler !== undefined || /\.\w+$/.test(target)))
        )
          add(target);
    }
  }
  return folders;
}
