import type { Bound, BoundConfiguration } from '../bind/bound.js';
import { deepFreeze } from '../ruleset/freeze.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Staged } from '../source/diagnostic.js';
import { type Compilation, newCompilation } from './compilation.js';
import { newBase, newCore, newServer } from './defaults.js';
import type { Room } from './draft.js';
import { lowerOne } from './driver.js';
import { finishHost } from './finish-host.js';
import type { Place } from './lowering.js';
import { tellOpenProxies } from './open-proxy.js';
import { admitsFiles } from './override.js';
import { finishedAliases } from './provider-aliases.js';
import { lowerHost } from './virtual-hosts.js';

/**
 * Turns a bound configuration into the ruleset: every directive goes through the one lowering of its definition, sections
 * are put in httpd's order of application. The ruleset is whole and frozen even when diagnostics refuse it.
 */
export function compile(bound: BoundConfiguration): Staged<Ruleset> {
  const core = newCore(bound);
  const compilation = newCompilation(bound, newServer(core));
  const base = newBase();
  lowerItems(compilation, bound.items, base, { kind: 'server' });
  const { server, hosts } = compilation;
  const ruleset: Ruleset = {
    format: 'kerbgate-ruleset',
    version: 1,
    files: compilation.origins.files,
    modules: [...bound.modules],
    ...(admitsFiles(bound.items) ? { definitions: bound.definitions } : {}),
    host: { ...finishHost(server, base), core },
    virtualHosts: hosts,
    ...finishedAliases(compilation),
  };
  tellOpenProxies(compilation, ruleset);
  return { value: deepFreeze(ruleset), diagnostics: compilation.findings };
}

/** Sends items through their lowerings, in file order. */
export function lowerItems(
  compilation: Compilation,
  items: readonly Bound[],
  room: Room,
  place: Place,
): void {
  for (const item of items) {
    if (item.kind === 'section' && item.name === 'VirtualHost') {
      lowerHost(compilation, item, lowerItems);
      continue;
    }
    lowerOne(compilation, item, room, place, (inner = room, innerPlace = place) => {
      if (item.kind === 'section') lowerItems(compilation, item.items, inner, innerPlace);
    });
  }
}
