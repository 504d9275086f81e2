import type { Bound, BoundConfiguration } from '../bind/bound.js';
import { deepFreeze } from '../ruleset/freeze.js';
import type { Host, Ruleset } from '../ruleset/ruleset.js';
import type { Staged } from '../source/diagnostic.js';
import { type Compilation, newCompilation } from './compilation.js';
import { newBase, newServer } from './defaults.js';
import { finishedSettings, type Room } from './draft.js';
import { lowerOne } from './driver.js';
import type { Place } from './lowering.js';
import { byPathLength } from './order.js';

/**
 * Turns a bound configuration into the ruleset: every directive goes through the one lowering of its definition, sections
 * are put in httpd's order of application. The ruleset is whole and frozen even when diagnostics refuse it.
 */
export function compile(bound: BoundConfiguration): Staged<Ruleset> {
  const compilation = newCompilation(bound, newServer(bound));
  const base = newBase();
  walk(compilation, bound.items, base, { kind: 'server' });
  const host = finishHost(compilation, base);
  const ruleset: Ruleset = {
    format: 'kerbgate-ruleset',
    version: 1,
    files: compilation.origins.files,
    modules: [...bound.modules],
    host,
  };
  return { value: deepFreeze(ruleset), diagnostics: compilation.findings };
}

function walk(compilation: Compilation, items: readonly Bound[], room: Room, place: Place): void {
  for (const item of items) {
    lowerOne(compilation, item, room, place, (inner = room, innerPlace = place) => {
      if (item.kind === 'section') walk(compilation, item.items, inner, innerPlace);
    });
  }
}

function finishHost({ server }: Compilation, base: Room): Host {
  return {
    core: server.core,
    mod_alias: server.mod_alias,
    mod_proxy: server.mod_proxy,
    mod_setenvif: server.mod_setenvif,
    base: finishedSettings(base),
    conditions: base.conditions,
    directories: byPathLength(server.directories),
    directoryMatches: byPathLength(server.directoryMatches),
    files: base.files,
    locations: server.locations,
  };
}
