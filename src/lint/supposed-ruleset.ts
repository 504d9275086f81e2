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
  const reached = new Near();
  for (const target of [host.core.documentRoot, ...aliases.map(({ target }) => target)]) reached.add(target);
  const taken = new Set(aliases.flatMap(({ match }) => (match.kind === 'prefix' ? [match.prefix] : [])));
  const ways: Alias[] = [];
  for (const section of host.directories) {
    const folder = folderOf(section);
    if (folder === undefined || reached.has(folder)) continue;
    const prefix = `/${folder.slice(folder.lastIndexOf('/') + 1)}`;
    if (taken.has(prefix)) continue;
    taken.add(prefix);
    reached.add(folder);
    ways.push({ match: { kind: 'prefix', prefix }, target: folder, from: section.from });
  }
  if (ways.length === 0) return ruleset;
  return { ...ruleset, host: { ...host, mod_alias: { ...host.mod_alias, aliases: [...aliases, ...ways] } } };
}

function folderOf({ match }: Section): string | undefined {
  const folder = match.kind === 'prefix' ? match.prefix.replace(/\/+$/, '') : '';
  return /^\/.*\/[\w.-]+$/.test(folder) ? folder : undefined;
}

/** Folders that URLs lead to, and all that are above and below them; there may be many. */
class Near {
  readonly #folders = new Set<string>();
  readonly #above = new Set<string>();

  add(folder: string): void {
    const own = ended(folder);
    this.#folders.add(own);
    for (const each of aboveOf(own)) this.#above.add(each);
  }

  has(folder: string): boolean {
    const own = ended(folder);
    return (
      this.#folders.has(own) || this.#above.has(own) || aboveOf(own).some((each) => this.#folders.has(each))
    );
  }
}

const ended = (folder: string): string => `${folder.replace(/\/+$/, '')}/`;

/** The folders above one, each with its slash. */
function aboveOf(folder: string): readonly string[] {
  return [...folder.slice(0, -1).matchAll(/\//g)].map(({ index }) => folder.slice(0, index + 1));
}

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
  const used = modulesUsed(bound.items);
  const modules = ruleset.modules.filter((module) => !unusual.has(module) || used.has(module));
  return { ...ruleset, modules };
}

/** The modules of all lines; that of a login by Kerberos is not the one that AuthType belongs to. */
function modulesUsed(items: BoundConfiguration['items']): ReadonlySet<string> {
  const used = new Set<string>();
  const pending = [...items];
  for (let item = pending.pop(); item; item = pending.pop()) {
    used.add(item.module);
    if (item.kind === 'section') for (const inner of item.items) pending.push(inner);
    else if (item.name === 'AuthType' && /^kerberos/i.test(item.at.args.words[0]?.value ?? ''))
      used.add('mod_auth_kerb');
  }
  return used;
}
