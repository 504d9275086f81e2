import type { BoundConfiguration } from '../bind/bound.js';
import type { Alias } from '../ruleset/mod_alias.js';
import type { Ruleset, Section } from '../ruleset/ruleset.js';

/** A ruleset as the linter judges it: with the modules that a server usually has, and ways to the folders that a part of a configuration names. */
export function supposedRuleset(ruleset: Ruleset, bound: BoundConfiguration | undefined): Ruleset {
  return bound ? withWays(asUsual(ruleset, bound), bound) : ruleset;
}

/** A part of a configuration does not say by which URL its folders are reached: each gets one that is made of its name. */
function withWays(ruleset: Ruleset, bound: BoundConfiguration): Ruleset {
  const { host, virtualHosts } = ruleset;
  if (virtualHosts.length > 0 || bound.items.some(({ name }) => name === 'DocumentRoot')) return ruleset;
  const { aliases } = host.mod_alias;
  const targets = [host.core.documentRoot, ...aliases.map(({ target }) => target)];
  const ways: Alias[] = [];
  for (const section of host.directories) {
    const folder = folderOf(section);
    if (folder === undefined || [...targets, ...ways.map(({ target }) => target)].some(isNear(folder)))
      continue;
    const prefix = `/${folder.slice(folder.lastIndexOf('/') + 1)}`;
    const isTaken = [...aliases, ...ways].some(
      ({ match }) => match.kind === 'prefix' && match.prefix === prefix,
    );
    if (!isTaken) ways.push({ match: { kind: 'prefix', prefix }, target: folder, from: section.from });
  }
  if (ways.length === 0) return ruleset;
  return { ...ruleset, host: { ...host, mod_alias: { ...host.mod_alias, aliases: [...aliases, ...ways] } } };
}

function folderOf({ match }: Section): string | undefined {
  const folder = match.kind === 'prefix' ? match.prefix.replace(/\/+$/, '') : '';
  return /^\/.*\/[\w.-]+$/.test(folder) ? folder : undefined;
}

/** Whether a URL leads into a folder or to what is around it already. */
const isNear = (folder: string): ((target: string) => boolean) => {
  const own = `${folder}/`;
  return (target) => {
    const other = `${target.replace(/\/+$/, '')}/`;
    return own.startsWith(other) || other.startsWith(own);
  };
};

/** Modules that change when httpd logs in again. */
const unusual: ReadonlySet<string> = new Set([
  'mod_auth_kerb',
  'mod_allowmethods',
  'mod_auth_form',
  'mod_log_debug',
  'mod_lua',
]);

/**
 * Where nothing is loaded by name all modules count as loaded. Few servers have those that change when httpd logs in again, so they
 * count only where something of them is used.
 */
export function asUsual(ruleset: Ruleset, bound: BoundConfiguration | undefined): Ruleset {
  if (!bound || bound.items.some(({ name }) => name === 'LoadModule')) return ruleset;
  const used = new Set(modulesUsed(bound.items));
  if (/"authType":"Kerberos/i.test(JSON.stringify(ruleset))) used.add('mod_auth_kerb');
  const modules = ruleset.modules.filter((module) => !unusual.has(module) || used.has(module));
  return { ...ruleset, modules };
}

function* modulesUsed(items: BoundConfiguration['items']): Generator<string> {
  for (const item of items) {
    yield item.module;
    if (item.kind === 'section') yield* modulesUsed(item.items);
  }
}
